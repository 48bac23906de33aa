package io.tidemark.laws.run;

import io.tidemark.laws.history.History;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Runs histories on all processors. */
public final class LawsRun {
    private LawsRun() {}

    /**
     * @param firstSeed of the first history; each has the next one
     * @param each is told that a history is through, by any thread and in any order
     */
    public static Tally run(long firstSeed, long histories, LongConsumer each) {
        return LongStream.range(firstSeed, firstSeed + histories)
                .parallel()
                .mapToObj(seed -> {
                    Tally tally = Tally.of(History.of(seed));
                    each.accept(seed);
                    return tally;
                })
                .reduce(Tally.none(), Tally::plus);
    }
}
