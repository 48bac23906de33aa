package io.tidemark.simulator.bench;

/**
 * @param loadBefore the machine's load average over one minute, as the measured phase began; negative if not known
 * @param loadAfter the same when all was measured
 */
record BenchFigures(
        BenchOptions options, int processors, WayFigures way, FloorFigures floor, double loadBefore, double loadAfter) {
    static final double RATE_AIM = 1.0 / 3;
    static final double CPU_AIM = 4.0;

    /** The way's rate as a share of the floor's. */
    double rateRatio() {
        return way.perSecond() / floor.rowsPerSecond();
    }

    /** How many times the floor's CPU an operation costs. */
    double cpuRatio() {
        return way.cpuPerThousand() / floor.cpuPerThousand();
    }

    boolean rateMet() {
        return rateRatio() >= RATE_AIM;
    }

    boolean cpuMet() {
        return cpuRatio() <= CPU_AIM;
    }
}
