package io.tidemark.simulator.server;

import java.time.Duration;
import java.util.Optional;

/** What the gateway said. No answer at all is an {@link java.io.IOException}. */
public sealed interface Answer<T> {
    record Ok<T>(T body) implements Answer<T> {}

    /**
     * @param problem the slug of the problem, or a few words where the body was none
     * @param retryAfter what the header of that name asks for
     */
    record Refused<T>(int status, String problem, Optional<Duration> retryAfter) implements Answer<T> {
        public boolean isPassing() {
            return status == 429 || status >= 500;
        }

        @Override
        public String toString() {
            return status + " " + problem;
        }
    }
}
