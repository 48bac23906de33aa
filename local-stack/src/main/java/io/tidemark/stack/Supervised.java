package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part that is kept running.
 *
 * <pre>
 *            launch, probe                 process ends
 *  STARTING ──────────────► READY ──────────────────────► STARTING (after a pause, same port and data)
 *     │  └─ 10 short runs in a row ──► GAVE_UP       (those that we ended ourselves are not counted)
 *     └──── stop() ──► STOPPED
 * </pre>
 *
 * One thread walks through it, from top to bottom; {@code stop} only completes {@code closing} and waits. The first
 * start is different: its failure is the caller's, and nothing is tried again.
 */
final class Supervised {
    private static final Duration STOP_MARGIN = Duration.ofSeconds(30);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final Part part;
    private final PartLog log;
    private final PidRecord record;
    private final Consumer<PartEvent> listener;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private volatile PartState state = PartState.STARTING;
    private final AtomicInteger starts = new AtomicInteger();
    private volatile @Nullable Process process;
    private volatile boolean ended;
    private volatile CompletableFuture<Void> allowed = CompletableFuture.completedFuture(null);

    Supervised(Part part, Path data, Consumer<PartEvent> listener) {
        this.part = part;
        this.log = new PartLog(data.resolve("logs").resolve(part.name() + ".log"));
        this.record = new PidRecord(data.resolve("pids").resolve(part.name() + ".pid"), part.marker());
        this.listener = listener;
    }

    Part part() {
        return part;
    }

    /** Begins; the future completes when the part is ready for the first time, or fails with a {@link StackException}. */
    CompletableFuture<Void> start() {
        Thread.ofPlatform().name("local-stack-" + part.name()).daemon().start(this::run);
        return firstReady;
    }

    private void run() {
        Patience patience = new Patience();
        try {
            while (!closing.isDone() && state != PartState.GAVE_UP) {
                CompletableFuture.anyOf(allowed, closing).join();
                long begun = System.nanoTime();
                runOnce();
                if (ended) {
                    ended = false;
                } else if (!closing.isDone()) {
                    pause(patience.afterRunOf(Duration.ofNanos(System.nanoTime() - begun)));
                }
            }
        } catch (StackException e) {
            state = PartState.GAVE_UP;
            firstReady.completeExceptionally(e);
        } finally {
            finish();
        }
    }

    private void finish() {
        if (state != PartState.GAVE_UP) {
            state = PartState.STOPPED;
            tell(PartEvent.Kind.STOPPED, part.name() + " stopped");
        }
        firstReady.completeExceptionally(new StackException(part.name() + " was stopped before it was ready"));
        finished.complete(null);
    }

    private void runOnce() {
        state = PartState.STARTING;
        starts.incrementAndGet();
        tell(PartEvent.Kind.STARTING, part.name() + " is starting");
        try {
            PartRun run = PartRun.launch(part, log, record);
            process = run.process();
            run.awaitReady(closing);
            watch(run);
        } catch (StackException e) {
            if (!firstReady.isDone()) {
                throw e;
            }
            tell(PartEvent.Kind.START_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void watch(PartRun run) {
        if (!closing.isDone()) {
            state = PartState.READY;
            firstReady.complete(null);
            tell(PartEvent.Kind.READY, part.name() + " is ready on port " + part.port());
            CompletableFuture.anyOf(run.process().onExit(), closing).join();
        }
        if (closing.isDone()) {
            run.stop();
        } else {
            state = PartState.STARTING;
            int code = run.end(false);
            tell(PartEvent.Kind.DIED, part.name() + " died with exit code " + code + "; starting again");
        }
    }

    private void pause(Optional<Duration> pause) {
        if (pause.isEmpty()) {
            state = PartState.GAVE_UP;
            tell(
                    PartEvent.Kind.GAVE_UP,
                    part.name() + " failed " + Patience.LIMIT + " times in a row; given up. See " + log.file());
            return;
        }
        PartRun.await(closing, pause.get().toMillis());
    }

    private void tell(PartEvent.Kind kind, String message) {
        listener.accept(new PartEvent(part.name(), status(), kind, message));
    }

    /** SIGKILL; returns when the process is gone. What we ended ourselves says nothing against the part. */
    void kill() {
        process().ifPresent(running -> {
            ended = true;
            running.destroyForcibly();
            PartRun.await(running.onExit(), KILL_LIMIT.toMillis());
        });
    }

    /** Ends the process in good order and does the work while there is none; then it is started again. */
    void whileDown(Outage work) throws IOException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        allowed = over;
        try {
            process().ifPresent(running -> {
                ended = true;
                part.askToStop(running);
                PartRun.await(running.onExit(), part.stopLimit().toMillis());
            });
            kill();
            work.run();
        } finally {
            over.complete(null);
        }
    }

    void beginStop() {
        closing.complete(null);
    }

    /** Returns when the process is gone. */
    void stop() {
        beginStop();
        Duration limit = part.stopLimit().plus(STOP_MARGIN);
        try {
            finished.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process().ifPresent(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            process().ifPresent(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    Optional<ProcessHandle> process() {
        Process current = process;
        return current != null && current.isAlive() ? Optional.of(current.toHandle()) : Optional.empty();
    }

    PartStatus status() {
        return new PartStatus(
                part.name(), state, process().map(ProcessHandle::pid).orElse(0L), part.port(), starts.get());
    }
}
