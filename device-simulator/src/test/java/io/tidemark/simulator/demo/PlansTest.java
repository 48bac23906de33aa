package io.tidemark.simulator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlansTest {

    @Test
    void givesEverybodyTheSharedNotebookAndOneWithFew_whenNumberIsOdd() {
        // Given
        List<String> people = Notebook.people(7);

        // When
        List<Notebook> notebooks = Notebook.shared(people);

        // Then
        assertThat(notebooks).hasSize(4);
        assertThat(notebooks.getFirst().people()).isEqualTo(people);
        assertThat(people)
                .allMatch(person -> notebooks.stream()
                                .filter(notebook -> notebook.people().contains(person))
                                .count()
                        == 2);
        assertThat(notebooks).extracting(notebook -> notebook.people().size()).containsExactly(7, 2, 2, 3);
    }

    @Test
    void killsEachPartOnceInEveryRound_whenWorkIsLong() {
        // Given
        List<String> parts = List.of("kafka", "postgresql");

        // When
        List<KillPlan.Kill> kills = KillPlan.of(parts, Duration.ofSeconds(60), new Random(1));

        // Then
        assertThat(kills).hasSize(6).isSortedAccordingTo((a, b) -> a.after().compareTo(b.after()));
        assertThat(kills).allMatch(kill -> kill.after().compareTo(Duration.ofSeconds(60)) < 0);
        assertThat(kills.stream().filter(kill -> kill.part().equals("kafka"))).hasSize(3);
        assertThat(kills).isEqualTo(KillPlan.of(parts, Duration.ofSeconds(60), new Random(1)));
    }

    @Test
    void neverWritesTheSameTwice_whenOneOrManyWrite() {
        // Given
        Set<Json> written = new HashSet<>();
        List<Wording> writers = List.of(new Wording("ada", new Random(1)), new Wording("ben", new Random(1)));

        // When
        for (int i = 0; i < 500; i++) {
            for (Wording writer : writers) {
                written.addAll(List.of(writer.title(), writer.body(), writer.tags(), writer.preference()));
            }
        }

        // Then
        assertThat(written).hasSize(500 * 2 * 4);
    }
}
