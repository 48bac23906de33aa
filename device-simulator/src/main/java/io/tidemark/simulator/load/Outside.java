package io.tidemark.simulator.load;

import io.tidemark.simulator.server.GatewayClient;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What all light devices share: the way to the server, the clock that wakes them, and the meter. */
final class Outside {
    private final GatewayClient client;
    private final String token;
    private final Gate pushes;
    private final Gate pulls;
    private final Meter meter;
    private final ScheduledExecutorService timer;
    private final Duration poll;
    private final AtomicReference<String> trouble = new AtomicReference<>();

    Outside(
            GatewayClient client,
            String token,
            int atOnce,
            Meter meter,
            ScheduledExecutorService timer,
            Duration poll) {
        this.client = client;
        this.token = token;
        this.pushes = new Gate(atOnce);
        this.pulls = new Gate(atOnce);
        this.meter = meter;
        this.timer = timer;
        this.poll = poll;
    }

    GatewayClient client() {
        return client;
    }

    String token() {
        return token;
    }

    /** Apart from the pulls, which would stand before the edits when thousands come back at once. */
    Gate pushes() {
        return pushes;
    }

    Gate pulls() {
        return pulls;
    }

    Meter meter() {
        return meter;
    }

    Duration poll() {
        return poll;
    }

    /** What comes after the end is dropped. */
    @SuppressWarnings("FutureReturnValueIgnored") // a task tells its own failures
    void in(Duration delay, Runnable task) {
        try {
            timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            return;
        }
    }

    /** The first answer that no waiting helps against ends the run. */
    void refused(String what) {
        trouble.compareAndSet(null, what);
    }

    void check() throws LoadFailed {
        String what = trouble.get();
        if (what != null) {
            throw new LoadFailed(what);
        }
    }
}
