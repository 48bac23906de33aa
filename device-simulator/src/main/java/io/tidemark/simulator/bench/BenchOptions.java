package io.tidemark.simulator.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * @param operations that are measured
 * @param warmUp operations before them, of the same kind, that are not
 * @param devices that push at the same time, each one batch at a time
 * @param json where the figures go as JSON, beside the table
 */
public record BenchOptions(int operations, int warmUp, int devices, long seed, Optional<Path> json) {
    public static final int BATCH = 50;

    public BenchOptions {
        if (devices < 1 || devices > 1_000) {
            throw new IllegalArgumentException("--devices is from 1 to 1000");
        }
        if (operations < devices || warmUp < 0) {
            throw new IllegalArgumentException("--operations is at least one for each device");
        }
    }
}
