package io.tidemark.agent.worker;

import io.tidemark.agent.platform.RunLimits;
import io.tidemark.agent.platform.RunReport;
import io.tidemark.agent.platform.RunReport.Ending;
import io.tidemark.agent.platform.Ticker;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.ScopeMachine.ScopeState;
import io.tidemark.agent.sync.WaitReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Bounded runs, one at a time. */
final class Runs {
    /** How often a run looks whether it was asked to stop. */
    private static final long LOOK = 250;

    private final Ticker ticker;
    private final Engine engine;
    private final Mailbox mailbox;
    private final Supplier<WaitReason> hindrance;
    private final ReentrantLock running = new ReentrantLock();

    Runs(Ticker ticker, Engine engine, Mailbox mailbox, Supplier<WaitReason> hindrance) {
        this.ticker = ticker;
        this.engine = engine;
        this.mailbox = mailbox;
        this.hindrance = hindrance;
    }

    boolean isUnderWay() {
        return running.isLocked();
    }

    /** The caller's thread does the work. */
    RunReport drive(RunLimits limits) {
        if (!running.tryLock()) {
            return new RunReport(Ending.ALREADY_RUNNING, 0, WaitReason.NONE, Optional.empty());
        }
        try {
            long before = engine.instructions().sent();
            engine.instructions().grant(limits.operations());
            allow(hindrance.get());
            Ending ending = turns(limits, ticker.millis() + limits.time().toMillis());
            Optional<Duration> next = ending == Ending.HINDERED ? Optional.of(Duration.ZERO) : next();
            WaitReason waiting = waiting();
            allow(WaitReason.STOPPED);
            return new RunReport(ending, (int) (engine.instructions().sent() - before), waiting, next);
        } finally {
            running.unlock();
        }
    }

    private void allow(WaitReason reason) {
        engine.scopes().forEach(scope -> engine.handle(scope, new Event.Hindrance(reason)));
    }

    private Ending turns(RunLimits limits, long end) {
        while (mailbox.isOpen()) {
            Optional<Ending> ending = ending(limits, end);
            if (ending.isPresent()) {
                return ending.get();
            }
            try {
                engine.turn(Math.clamp(end - ticker.millis(), 0, LOOK));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Ending.STOPPED;
            }
            if (engine.instructions().isSpent()) {
                // What is under way is still heard; nothing new begins.
                allow(WaitReason.STOPPED);
            }
        }
        return Ending.CLOSED;
    }

    private Optional<Ending> ending(RunLimits limits, long end) {
        if (limits.stop().getAsBoolean()) {
            return Optional.of(Ending.STOPPED);
        }
        if (ticker.millis() >= end) {
            return Optional.of(Ending.TIME);
        }
        if (engine.instructions().isSpent()) {
            return isIdle() ? Optional.of(Ending.OPERATIONS) : Optional.empty();
        }
        if (engine.states().stream().anyMatch(state -> state.hindrance() != WaitReason.NONE)) {
            return Optional.of(Ending.HINDERED);
        }
        return isDone(limits) ? Optional.of(Ending.IDLE) : Optional.empty();
    }

    /** The agent's own thread does the work: this one waits for it. */
    RunReport await(RunLimits limits) {
        long before = engine.instructions().sent();
        long end = ticker.millis() + limits.time().toMillis();
        Ending ending = Ending.CLOSED;
        while (mailbox.isOpen()) {
            Optional<Ending> now = limits.stop().getAsBoolean() ? Optional.of(Ending.STOPPED) : awaited(limits, end);
            if (now.isPresent()) {
                ending = now.get();
                break;
            }
        }
        Optional<Duration> next = ending == Ending.HINDERED ? Optional.of(Duration.ZERO) : next();
        return new RunReport(ending, (int) (engine.instructions().sent() - before), waiting(), next);
    }

    private Optional<Ending> awaited(RunLimits limits, long end) {
        long left = Math.clamp(end - ticker.millis(), 0, LOOK);
        try {
            if (engine.changes().await(() -> mailbox.isQuiet() && isDone(limits), Duration.ofMillis(left))) {
                boolean hindered = engine.states().stream().anyMatch(state -> state.hindrance() != WaitReason.NONE);
                return Optional.of(hindered ? Ending.HINDERED : Ending.IDLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Ending.STOPPED);
        }
        return ticker.millis() >= end ? Optional.of(Ending.TIME) : Optional.empty();
    }

    private boolean isIdle() {
        return engine.states().stream().allMatch(ScopeState::isIdle);
    }

    /** Nothing is under way, and nothing is worth waiting for. */
    private boolean isDone(RunLimits limits) {
        long patient = ticker.millis() + limits.patience().toMillis();
        return isIdle()
                && mailbox.isEmpty()
                && engine.states().stream()
                        .allMatch(state -> state.hindrance() != WaitReason.NONE || state.pushDue() > patient);
    }

    /** When another run is of use to a queue. */
    private Optional<Duration> next() {
        if (engine.isDrained() && mailbox.isEmpty()) {
            return Optional.empty();
        }
        long due = engine.states().stream().mapToLong(ScopeState::pushDue).min().orElse(Long.MAX_VALUE);
        long delay = due == Long.MAX_VALUE ? 0 : Math.max(0, due - ticker.millis());
        return Optional.of(Duration.ofMillis(delay));
    }

    private WaitReason waiting() {
        return engine.states().stream()
                .map(ScopeState::waiting)
                .filter(reason -> reason != WaitReason.NONE)
                .findFirst()
                .orElse(WaitReason.NONE);
    }

    /** Until the run that is under way has ended. */
    void awaitEnd(Duration limit) throws InterruptedException {
        if (running.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            running.unlock();
        }
    }
}
