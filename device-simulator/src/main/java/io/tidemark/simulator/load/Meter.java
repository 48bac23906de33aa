package io.tidemark.simulator.load;

import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.statistics.Percentiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what happens, and closes a bucket now and then. Bounded: so many latencies are kept of each bucket. Thread-safe. */
final class Meter {
    private static final int MOST_OF_BUCKET = 20_000;
    private static final int MOST_OF_ALL = 400_000;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * A stretch of time.
     *
     * @param at seconds since the start, at its end
     * @param decided milliseconds from save to outcome, of edits that were made online
     * @param depth operations in all queues at its end
     * @param lagSeconds age of the oldest edit of a device that is online, at its end
     */
    record Bucket(
            double at,
            double seconds,
            long saved,
            long outcomes,
            long conflicts,
            long requests,
            long errors,
            Percentiles decided,
            long depth,
            double lagSeconds,
            int online) {}

    private static final class Samples {
        private final int most;
        private double[] values = new double[256];
        private int count;

        Samples(int most) {
            this.most = most;
        }

        void add(double value) {
            if (count < most) {
                if (count == values.length) {
                    values = Arrays.copyOf(values, Math.min(most, count * 2));
                }
                values[count++] = value;
            }
        }

        Percentiles percentiles() {
            return Percentiles.of(Arrays.copyOf(values, count));
        }
    }

    private final long begun = System.nanoTime();
    private final List<Bucket> buckets = new ArrayList<>();
    private final Samples allDecided = new Samples(MOST_OF_ALL);
    private final Samples allOffline = new Samples(MOST_OF_ALL);
    private Samples decided = new Samples(MOST_OF_BUCKET);
    private long bucketBegan = begun;
    private long saved;
    private long outcomes;
    private long conflicts;
    private long requests;
    private long errors;
    private final Map<Status, Long> byStatus = new EnumMap<>(Status.class);
    private Totals before = new Totals(0, 0, 0, 0, 0);

    /** Since the start. */
    record Totals(long saved, long outcomes, long conflicts, long requests, long errors) {}

    synchronized void saved() {
        saved++;
    }

    synchronized void requested() {
        requests++;
    }

    synchronized void failed() {
        errors++;
    }

    synchronized void decided(Status status, long savedAt, boolean savedOnline) {
        outcomes++;
        byStatus.merge(status, 1L, Long::sum);
        if (status == Status.CONFLICT) {
            conflicts++;
        }
        double millis = (System.nanoTime() - savedAt) / NANOS_PER_MILLI;
        if (savedOnline) {
            decided.add(millis);
            allDecided.add(millis);
        } else {
            allOffline.add(millis);
        }
    }

    /** Ends a bucket with how things stand. */
    synchronized void close(long depth, double lagSeconds, int online) {
        long now = System.nanoTime();
        Totals totals = totals();
        buckets.add(new Bucket(
                (now - begun) / 1e9,
                (now - bucketBegan) / 1e9,
                totals.saved() - before.saved(),
                totals.outcomes() - before.outcomes(),
                totals.conflicts() - before.conflicts(),
                totals.requests() - before.requests(),
                totals.errors() - before.errors(),
                decided.percentiles(),
                depth,
                lagSeconds,
                online));
        bucketBegan = now;
        before = totals;
        decided = new Samples(MOST_OF_BUCKET);
    }

    synchronized Totals totals() {
        return new Totals(saved, outcomes, conflicts, requests, errors);
    }

    synchronized long count(Status status) {
        return byStatus.getOrDefault(status, 0L);
    }

    synchronized List<Bucket> buckets() {
        return List.copyOf(buckets);
    }

    synchronized Percentiles decidedMillis() {
        return allDecided.percentiles();
    }

    synchronized Percentiles offlineMillis() {
        return allOffline.percentiles();
    }
}
