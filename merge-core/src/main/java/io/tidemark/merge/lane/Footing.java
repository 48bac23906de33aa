package io.tidemark.merge.lane;

import java.util.OptionalLong;

/**
 * MS-5, MS-7: where a lane is taken up, from what Kafka and the store say of it.
 *
 * @param resume the first offset to read; below {@code position} records are only published again
 * @param position up to which the store has merged, as it is to stand from now on
 * @param finding what the store's position turned out to be
 */
public record Footing(long resume, long position, Finding finding) {
    public enum Finding {
        /** Never merged in this store: the log is taken from its start. */
        FRESH(false),
        STANDS(false),
        /** The log lost its tail, or the topic was made anew: devices send again what was in it. */
        BEYOND_THE_END(true),
        /** Retention has overtaken the merge: devices send again what they had no outcome for. */
        BEFORE_THE_START(true),
        /** Kafka's offset is of data that was lost: a restore was declared already (MS-13), and here it is rewound. */
        BEHIND_KAFKA(false);

        private final boolean alarming;

        Finding(boolean alarming) {
            this.alarming = alarming;
        }

        public boolean isAlarming() {
            return alarming;
        }
    }

    /**
     * @param committed Kafka's committed offset, read before {@code stored}: it may be behind, never ahead by a race
     * @param stored the store's position, read before the log's bounds
     * @param begin the log's first offset
     * @param end the offset after its last record
     */
    public static Footing of(OptionalLong committed, OptionalLong stored, long begin, long end) {
        long position = Math.clamp(stored.orElse(begin), begin, end);
        long resume = Math.clamp(committed.orElse(position), begin, position);
        return new Footing(resume, position, finding(committed, stored, begin, end));
    }

    private static Finding finding(OptionalLong committed, OptionalLong stored, long begin, long end) {
        if (stored.isEmpty()) {
            return Finding.FRESH;
        }
        if (stored.getAsLong() > end) {
            return Finding.BEYOND_THE_END;
        }
        if (stored.getAsLong() < begin) {
            return Finding.BEFORE_THE_START;
        }
        boolean behind = committed.isPresent() && committed.getAsLong() > stored.getAsLong();
        return behind ? Finding.BEHIND_KAFKA : Finding.STANDS;
    }
}
