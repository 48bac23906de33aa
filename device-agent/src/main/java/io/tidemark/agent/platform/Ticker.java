package io.tidemark.agent.platform;

import java.util.concurrent.TimeUnit;

/** The clock of all waits: monotonic, so that nobody can turn it. Where it begins means nothing. */
public interface Ticker {
    long millis();

    static Ticker system() {
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
