package io.tidemark.simulator.load;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.simulator.server.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A device without a file and without a thread: woken by the timer and by answers. For each scope at most one push and
 * one pull are under way. An answer that comes while the device has no network is lost. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class LightDevice {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final long FIRST_BACK_OFF_MS = 500;
    private static final long LONGEST_BACK_OFF_MS = 30_000;
    private static final int MOST_DOUBLINGS = 6;
    private static final double TO_LAST_LANE = 0.05;

    private static final class Traffic {
        private final Lane lane;
        private boolean pushing;
        private boolean pulling;
        private boolean waiting;
        private int failures;

        Traffic(Lane lane) {
            this.lane = lane;
        }
    }

    private final List<Traffic> lanes;
    private final Random random;
    private final Outside outside;
    private boolean online;

    LightDevice(List<Lane> lanes, Random random, Outside outside) {
        this.lanes = lanes.stream().map(Traffic::new).toList();
        this.random = random;
        this.outside = outside;
    }

    List<Lane> lanes() {
        return lanes.stream().map(traffic -> traffic.lane).toList();
    }

    synchronized boolean isOnline() {
        return online;
    }

    synchronized int depth() {
        return lanes.stream().mapToInt(traffic -> traffic.lane.depth()).sum();
    }

    /** Nanoseconds since the oldest edit that waits was made; 0 if none does. */
    synchronized long oldest(long now) {
        return lanes.stream()
                .flatMap(traffic -> traffic.lane.oldest().stream())
                .mapToLong(pending -> now - pending.savedAt())
                .max()
                .orElse(0);
    }

    synchronized void edit() {
        Traffic traffic = lanes.size() > 1 && random.nextDouble() < TO_LAST_LANE ? lanes.getLast() : lanes.getFirst();
        traffic.lane.edit(System.nanoTime(), online);
        outside.meter().saved();
        push(traffic);
    }

    /** Back online a device sends and reads at once: that is the burst of a reconnect. */
    synchronized void setOnline(boolean connected) {
        online = connected;
        if (connected) {
            for (Traffic traffic : lanes) {
                traffic.failures = 0;
                traffic.waiting = false;
                push(traffic);
                pull(traffic);
            }
        }
    }

    /** Reads on, and goes on doing so now and then. */
    void follow() {
        lanes.forEach(this::pull);
        long poll = outside.poll().toMillis();
        outside.in(Duration.ofMillis(poll / 2 + Math.round(poll * roll())), this::follow);
    }

    private synchronized double roll() {
        return random.nextDouble();
    }

    synchronized void pullAll() {
        lanes.forEach(this::pull);
    }

    synchronized boolean isQuiet() {
        return lanes.stream().noneMatch(traffic -> traffic.pushing || traffic.pulling || traffic.waiting);
    }

    private synchronized void push(Traffic traffic) {
        if (!online || traffic.pushing || traffic.waiting) {
            return;
        }
        Optional<Push> push = traffic.lane.toPush();
        if (push.isEmpty()) {
            return;
        }
        traffic.pushing = true;
        outside.meter().requested();
        outside.pushes()
                .pass(() -> outside.client().pushSoon(outside.token(), traffic.lane.scope(), push.get(), WAIT))
                .whenComplete((answer, failure) -> pushed(traffic, answer, failure));
    }

    private synchronized void pushed(
            Traffic traffic, @Nullable Answer<PushAnswer> answer, @Nullable Throwable failure) {
        traffic.pushing = false;
        if (!online) {
            return;
        }
        if (failure != null || answer == null) {
            outside.meter().failed();
            later(traffic, Duration.ZERO);
            return;
        }
        switch (answer) {
            case Answer.Ok<PushAnswer>(PushAnswer body) -> {
                if (traffic.lane.answered(body.results(), outside.meter())) {
                    traffic.failures = 0;
                    push(traffic);
                    pull(traffic);
                } else {
                    later(traffic, Duration.ZERO);
                }
            }
            case Answer.Refused<PushAnswer> refused -> refused(traffic, refused, "a push");
        }
    }

    private synchronized void pull(Traffic traffic) {
        if (!online || traffic.pulling || traffic.waiting) {
            return;
        }
        traffic.pulling = true;
        outside.meter().requested();
        outside.pulls()
                .pass(() -> outside.client().changesSoon(outside.token(), traffic.lane.scope(), traffic.lane.cursor()))
                .whenComplete((answer, failure) -> pulled(traffic, answer, failure));
    }

    private synchronized void pulled(
            Traffic traffic, @Nullable Answer<ChangesPage> answer, @Nullable Throwable failure) {
        traffic.pulling = false;
        if (!online) {
            return;
        }
        if (failure != null || answer == null) {
            outside.meter().failed();
            later(traffic, Duration.ZERO);
            return;
        }
        switch (answer) {
            case Answer.Ok<ChangesPage>(ChangesPage page) -> {
                if (!traffic.lane.read(page)) {
                    outside.refused("a page of " + traffic.lane.scope() + " does not begin where its cursor stands");
                } else if (!page.checkpoint()) {
                    pull(traffic);
                }
            }
            case Answer.Refused<ChangesPage> refused -> {
                if (refused.status() == 410) {
                    traffic.lane.startOver();
                    pull(traffic);
                } else {
                    refused(traffic, refused, "a pull");
                }
            }
        }
    }

    private void refused(Traffic traffic, Answer.Refused<?> refused, String what) {
        outside.meter().failed();
        if (refused.isPassing()) {
            later(traffic, refused.retryAfter().orElse(Duration.ZERO));
        } else {
            outside.refused("the server refuses " + what + " of a device in " + traffic.lane.scope() + ": " + refused);
        }
    }

    /** Exponential, with full jitter, and no sooner than the server asked for. */
    private void later(Traffic traffic, Duration least) {
        if (traffic.waiting) {
            return;
        }
        traffic.waiting = true;
        long ceiling = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS << Math.min(MOST_DOUBLINGS, traffic.failures));
        traffic.failures++;
        long delay = Math.max(least.toMillis(), Math.round(ceiling * random.nextDouble()));
        outside.in(Duration.ofMillis(delay), () -> goOn(traffic));
    }

    private synchronized void goOn(Traffic traffic) {
        traffic.waiting = false;
        push(traffic);
        pull(traffic);
    }
}
