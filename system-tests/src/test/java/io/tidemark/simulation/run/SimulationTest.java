package io.tidemark.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulation.mutant.Mutant;
import io.tidemark.simulation.mutant.Mutants;
import io.tidemark.simulation.promise.Broken;
import io.tidemark.simulation.world.Fault;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Simulation;
import io.tidemark.simulation.world.Simulation.Plan;
import io.tidemark.simulation.world.Simulation.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Worlds under faults. More of them, and one alone: {@code ./tidemark simulate --help}. */
class SimulationTest {
    private static final int EVENTS = 300;
    private static final int MUTANT_EVENTS = 400;
    private static final int FRESH = 500;
    private static final int FRESH_EVENTS = 150;

    /** Each line: a seed, the events, and what it had found when it was written down. */
    @Test
    void keepsAllPromises_whenAWorldHadBrokenOneOnce() throws IOException {
        // Given
        List<String> corpus = corpus();
        for (String line : corpus) {
            String[] words = line.split(" ", 3);
            // When
            Result result =
                    Simulation.run(Plan.of(Long.parseLong(words[0]), Integer.parseInt(words[1])), new Parts(), false);
            // Then
            assertThat(result.broken()).as(line).isEmpty();
        }
        assertThat(corpus).isNotEmpty();
    }

    private static List<String> corpus() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(SimulationTest.class.getResourceAsStream("/simulation/corpus.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        }
    }

    @Test
    void keepsAllPromises_whenSeedsAreFresh() {
        // Given
        long first = new SplittableRandom().nextLong(1L << 40);
        // When
        Tally tally = Worlds.run(first, FRESH, seed -> Plan.of(seed, FRESH_EVENTS), seed -> {});
        // Then
        System.out.println(
                "Simulated: seeds " + first + " to " + (first + FRESH - 1) + ", " + tally.events() + " events");
        assertThat(tally.first().map(SimulationTest::told)).isEmpty();
    }

    /** Seeds that stay, for what is rare may be missing by chance among others. */
    @Test
    void meetsEachFaultAndOutcome_whenWorldsAreMany() {
        // When
        Tally tally = Worlds.run(1, FRESH, seed -> Plan.of(seed, FRESH_EVENTS), seed -> {});
        // Then
        assertThat(tally.first().map(SimulationTest::told)).isEmpty();
        assertThat(Coverage.missing(tally, List.of(Fault.values()))).isEmpty();
    }

    private static String told(Result result) {
        return "./tidemark simulate --seeds 1 --seed " + result.plan().seed() + " --steps "
                + result.plan().events() + ": " + result.broken();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isFound_whenABugIsKnown(Mutant mutant) {
        // When
        Optional<Result> found = Mutants.find(mutant, MUTANT_EVENTS);
        // Then
        assertThat(found).as("%s: %s", mutant.name(), mutant.words()).isPresent();
    }

    static List<Mutant> mutants() {
        return Mutants.ALL;
    }

    @Test
    void tellsTheSameStory_whenTheSeedIsTheSame() {
        // When
        Result first = Simulation.run(Plan.of(7, EVENTS), new Parts(), true);
        Result second = Simulation.run(Plan.of(7, EVENTS), new Parts(), true);
        Result untold = Simulation.run(Plan.of(7, EVENTS), new Parts(), false);
        // Then
        assertThat(second.hash()).isEqualTo(first.hash()).isEqualTo(untold.hash());
        assertThat(second.lines()).isEqualTo(first.lines()).hasSizeGreaterThan(EVENTS / 4);
    }

    @Test
    void tellsAnotherStory_whenTheSeedIsAnother() {
        // When
        Result first = Simulation.run(Plan.of(7, EVENTS), new Parts(), false);
        Result second = Simulation.run(Plan.of(8, EVENTS), new Parts(), false);
        // Then
        assertThat(second.hash()).isNotEqualTo(first.hash());
    }

    @Test
    void breaksTheSamePromiseWithFewerDecisions_whenItIsShrunk() {
        // Given
        Mutant mutant = Mutants.ALL.stream()
                .filter(any -> any.name().equals("last-write-wins"))
                .findFirst()
                .orElseThrow();
        Result broken = Mutants.find(mutant, MUTANT_EVENTS).orElseThrow();
        // When
        Result smallest = new Shrinker(mutant.parts(), 60).shrink(broken);
        // Then
        assertThat(smallest.broken().map(Broken::promise))
                .isEqualTo(broken.broken().map(Broken::promise));
        assertThat(smallest.made()).hasSizeLessThan(broken.made().size() / 2);
    }
}
