package io.tidemark.simulator.statistics;

import java.util.Arrays;

/**
 * Percentiles by nearest rank: each is a value that was measured, and none is interpolated.
 *
 * @param count of the values; with 0 all percentiles are 0
 */
public record Percentiles(int count, double p50, double p95, double p99, double max) {

    public static Percentiles of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(
                sorted.length, rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99), rank(sorted, 1.0));
    }

    private static double rank(double[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
