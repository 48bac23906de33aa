package io.tidemark.simulator.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A device's clock, which its owner may turn. */
final class SkewedClock implements InstantSource {
    private volatile Duration skew = Duration.ZERO;

    void turn(Duration by) {
        skew = by;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(skew);
    }
}
