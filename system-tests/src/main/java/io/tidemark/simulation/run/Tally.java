package io.tidemark.simulation.run;

import io.tidemark.simulation.world.Simulation.Result;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What worlds came to. In whichever order tallies are put together, the result is the same.
 *
 * @param violated worlds in which a promise did not hold
 * @param first the violated one of the lowest seed
 */
public record Tally(long worlds, long events, long violated, Map<String, Long> counts, Optional<Result> first) {
    static final Tally NONE = new Tally(0, 0, 0, Map.of(), Optional.empty());

    static Tally of(Result result) {
        boolean isBroken = result.broken().isPresent();
        return new Tally(
                1,
                result.events(),
                isBroken ? 1 : 0,
                result.counts(),
                Optional.of(result).filter(any -> isBroken));
    }

    Tally plus(Tally other) {
        TreeMap<String, Long> sum = new TreeMap<>(counts);
        other.counts.forEach((kind, times) -> sum.merge(kind, times, Long::sum));
        return new Tally(worlds + other.worlds, events + other.events, violated + other.violated, sum, lower(other));
    }

    private Optional<Result> lower(Tally other) {
        boolean isOther = other.first.isPresent()
                && (first.isEmpty()
                        || other.first.get().plan().seed() < first.get().plan().seed());
        return isOther ? other.first : first;
    }
}
