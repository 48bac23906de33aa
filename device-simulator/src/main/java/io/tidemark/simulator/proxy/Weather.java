package io.tidemark.simulator.proxy;

import java.time.Duration;

/** How a link is at the moment. */
public sealed interface Weather {
    Weather CLEAR = new Clear();

    record Clear() implements Weather {}

    /** Connections are reset, and new ones as soon as they are made. */
    record Cut() implements Weather {}

    /** Nothing gets through, in either direction, and nobody is told. */
    record Silent() implements Weather {}

    /**
     * @param delay of each piece of up to 16 KiB, in both directions
     * @param bytesPerSecond at most, 1 or more
     */
    record Slow(Duration delay, int bytesPerSecond) implements Weather {
        public Slow {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("a slow link still moves");
            }
        }
    }

    /** What comes back ends in the middle: after {@code bytes} the connection is reset. */
    record Torn(int bytes) implements Weather {}
}
