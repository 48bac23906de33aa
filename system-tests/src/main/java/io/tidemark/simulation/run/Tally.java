package io.tidemark.simulation.run;

import io.tidemark.simulation.world.Simulation.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What worlds came to. In whichever order tallies are put together, the result is the same.
 *
 * @param violated worlds in which a promise did not hold
 * @param violations of them, those of the lowest seeds, by their seeds
 * @param first the violated one of the lowest seed
 */
public record Tally(
        long worlds,
        long events,
        long violated,
        List<Violation> violations,
        Map<String, Long> counts,
        Optional<Result> first) {
    /** So many violations are named; of more it is told how many there are. */
    public static final int MOST_NAMED = 200;

    static final Tally NONE = new Tally(0, 0, 0, List.of(), Map.of(), Optional.empty());

    /**
     * A world in which a promise did not hold.
     *
     * @param rule of the promise
     * @param sentence what did not hold
     */
    public record Violation(long seed, String promise, String rule, String sentence) {}

    static Tally of(Result result) {
        List<Violation> violations = result
                .broken()
                .map(broken -> new Violation(result.plan().seed(), broken.promise(), broken.rule(), broken.sentence()))
                .stream()
                .toList();
        return new Tally(
                1,
                result.events(),
                violations.size(),
                violations,
                result.counts(),
                Optional.of(result).filter(any -> !violations.isEmpty()));
    }

    Tally plus(Tally other) {
        TreeMap<String, Long> sum = new TreeMap<>(counts);
        other.counts.forEach((kind, times) -> sum.merge(kind, times, Long::sum));
        List<Violation> named = Stream.concat(violations.stream(), other.violations.stream())
                .sorted(Comparator.comparingLong(Violation::seed))
                .limit(MOST_NAMED)
                .toList();
        return new Tally(
                worlds + other.worlds,
                events + other.events,
                violated + other.violated,
                named,
                sum,
                Stream.concat(first.stream(), other.first.stream())
                        .min(Comparator.comparingLong(result -> result.plan().seed())));
    }
}
