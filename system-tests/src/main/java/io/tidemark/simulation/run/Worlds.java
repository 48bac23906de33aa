package io.tidemark.simulation.run;

import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Simulation;
import io.tidemark.simulation.world.Simulation.Plan;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Runs worlds on all processors: each is one thread, and knows of no other. */
public final class Worlds {
    private Worlds() {}

    /**
     * @param plan of a seed
     * @param each is told that a world is through, by any thread and in any order
     */
    public static Tally run(long first, long count, LongFunction<Plan> plan, LongConsumer each) {
        return LongStream.range(first, first + count)
                .parallel()
                .mapToObj(seed -> {
                    Tally tally = Tally.of(Simulation.run(plan.apply(seed), new Parts(), false));
                    each.accept(seed);
                    return tally;
                })
                .reduce(Tally.NONE, Tally::plus);
    }
}
