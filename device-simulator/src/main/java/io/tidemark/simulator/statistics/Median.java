package io.tidemark.simulator.statistics;

import java.util.Arrays;

/** The middle one; of an even number the mean of the two in the middle. */
public final class Median {
    private Median() {}

    /** @throws IllegalArgumentException of nothing there is no median */
    public static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("of nothing there is no median");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
