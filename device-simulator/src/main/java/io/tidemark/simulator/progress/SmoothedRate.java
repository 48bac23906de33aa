package io.tidemark.simulator.progress;

/**
 * How fast a count grows, from look to look. Smoothed: devices come back with all they have, and the figure would only
 * flicker. One thread at a time.
 */
public final class SmoothedRate {
    private static final double SMOOTHING = 0.2;

    private long lastCount;
    private long lastLook = System.nanoTime();
    private double perSecond;

    /** @return a second, never below 0 */
    public double at(long count) {
        long now = System.nanoTime();
        double seconds = Math.max(0.001, (now - lastLook) / 1e9);
        double current = Math.max(0, count - lastCount) / seconds;
        perSecond += SMOOTHING * (current - perSecond);
        lastCount = count;
        lastLook = now;
        return perSecond;
    }
}
