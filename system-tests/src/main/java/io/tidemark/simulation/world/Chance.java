package io.tidemark.simulation.world;

import io.tidemark.laws.history.Dice;

/** Many independent sources of chance out of one seed: neighbouring seeds and numbers have nothing in common. */
final class Chance {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Chance() {}

    static Dice of(long seed, long number) {
        return new Dice(mixed(seed, number));
    }

    /** SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    static long mixed(long seed, long number) {
        return finished(finished(seed + GOLDEN) + number * GOLDEN);
    }

    private static long finished(long value) {
        long first = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }
}
