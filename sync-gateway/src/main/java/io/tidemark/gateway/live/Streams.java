package io.tidemark.gateway.live;

import io.tidemark.gateway.telemetry.GatewayMeters;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams that are open: so many, and no more. */
@Singleton
public final class Streams {
    private final int most;
    private final Duration heartbeat;
    private final AtomicInteger open = new AtomicInteger();

    @Inject
    Streams(LiveSettings settings, GatewayMeters meters) {
        this.most = settings.maxStreams();
        this.heartbeat = settings.heartbeat();
        meters.gauge("tidemark.live.streams", open, AtomicInteger::get);
    }

    /** Whoever enters must leave. @return whether there was room */
    public boolean enter() {
        return open.getAndUpdate(before -> Math.min(before + 1, most)) < most;
    }

    public void leave() {
        open.decrementAndGet();
    }

    public Duration heartbeat() {
        return heartbeat;
    }

    public int open() {
        return open.get();
    }
}
