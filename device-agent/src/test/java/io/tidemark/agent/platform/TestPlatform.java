package io.tidemark.agent.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A device in the hands of a test: its clocks, its network, its battery, and what was asked of its scheduler. */
public final class TestPlatform implements Ticker, Surroundings, Scheduler, InstantSource {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicReference<Instant> wall = new AtomicReference<>(START);
    private final AtomicReference<Conditions> conditions = new AtomicReference<>(Conditions.GOOD);
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final List<Optional<Duration>> asked = new CopyOnWriteArrayList<>();

    /** What the agent is opened with. */
    public Platform driven(Constraints constraints) {
        return new Platform(false, this, constraints, this, this);
    }

    /** Both clocks go on, as they do. */
    public void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        wall.updateAndGet(now -> now.plus(time));
    }

    /** Somebody sets the wall clock; the monotonic one does not know. */
    public void turnWallClock(Duration by) {
        wall.updateAndGet(now -> now.plus(by));
    }

    /** A new process: its monotonic clock begins somewhere else. */
    public void restart() {
        millis.set(7);
    }

    public void become(Conditions now) {
        conditions.set(now);
        watchers.forEach(Runnable::run);
    }

    /** What the scheduler heard since it was last asked: a delay, or a cancellation. */
    public List<Optional<Duration>> heard() {
        List<Optional<Duration>> heard = new ArrayList<>(asked);
        asked.clear();
        return heard;
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public Instant instant() {
        return wall.get();
    }

    @Override
    public Conditions now() {
        return conditions.get();
    }

    @Override
    public Watch watch(Runnable changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    @Override
    public void runAfter(Duration delay, Constraints constraints) {
        asked.add(Optional.of(delay));
    }

    @Override
    public void cancel() {
        asked.add(Optional.empty());
    }
}
