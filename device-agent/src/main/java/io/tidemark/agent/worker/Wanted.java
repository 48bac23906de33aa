package io.tidemark.agent.worker;

import io.tidemark.agent.platform.Platform;
import io.tidemark.agent.platform.RunReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps the platform's scheduler told whether edits wait for a run: once when they begin to, once when none do. */
final class Wanted {
    private static final Logger LOG = System.getLogger(Wanted.class.getName());

    private final Platform platform;
    private final Mailbox mailbox;
    private final Engine engine;
    private final AtomicBoolean told = new AtomicBoolean();

    Wanted(Platform platform, Mailbox mailbox, Engine engine) {
        this.platform = platform;
        this.mailbox = mailbox;
        this.engine = engine;
    }

    /** On the app's thread, after the event was posted. */
    void bySave() {
        if (told.compareAndSet(false, true)) {
            ask(Duration.ZERO);
        }
    }

    /** On the driving thread. A save that came in between is looked for after the cancellation, not before. */
    void afterTurn() {
        if (told.get() && mailbox.isEmpty() && engine.isDrained()) {
            told.set(false);
            call(platform.scheduler()::cancel);
            if (!mailbox.isEmpty()) {
                bySave();
            }
        }
    }

    void afterRun(RunReport report) {
        switch (report.ending()) {
            case ALREADY_RUNNING, CLOSED -> {}
            case IDLE, OPERATIONS, TIME, STOPPED, HINDERED -> {
                told.set(report.next().isPresent());
                report.next().ifPresentOrElse(this::ask, () -> call(platform.scheduler()::cancel));
                afterTurn();
            }
        }
    }

    private void ask(Duration delay) {
        call(() -> platform.scheduler().runAfter(delay, platform.constraints()));
    }

    /** A scheduler that throws costs no edit: the one that it was called for is committed, and the next save asks again. */
    private void call(Runnable scheduler) {
        try {
            scheduler.run();
        } catch (RuntimeException e) {
            told.set(false);
            LOG.log(Level.ERROR, "the platform's scheduler failed", e);
        }
    }
}
