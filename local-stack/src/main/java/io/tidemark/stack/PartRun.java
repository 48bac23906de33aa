package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One life of a part's process, from the launch to its end. */
final class PartRun {
    private static final int TAIL_LINES = 20;
    private static final long PROBE_EVERY_MS = 100;
    private static final Duration PORT_FREED_LIMIT = Duration.ofSeconds(5);
    private static final Duration FORCED_END_LIMIT = Duration.ofSeconds(10);
    private static final long LEAST_DISK = 200L * 1024 * 1024;

    private final Part part;
    private final PartLog log;
    private final PidRecord record;
    private final Process process;

    private PartRun(Part part, PartLog log, PidRecord record, Process process) {
        this.part = part;
        this.log = log;
        this.record = record;
        this.process = process;
    }

    /** Starts the process; it is not ready yet. A process of an earlier run is stopped first. */
    static PartRun launch(Part part, PartLog log, PidRecord record) {
        try {
            log.beginRun();
            record.stopOrphan();
            requireDisk(part, log);
            Launch launch = part.prepare(log);
            requirePort(part);
            ProcessBuilder builder = new ProcessBuilder(launch.command())
                    .directory(launch.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
            builder.environment().putAll(launch.environment());
            Process process = Spawner.spawn(builder);
            record.write(process.pid());
            return new PartRun(part, log, record, process);
        } catch (IOException e) {
            throw failure(part, log, String.valueOf(e.getMessage()));
        }
    }

    Process process() {
        return process;
    }

    /** Returns once the part is ready, or as soon as {@code closing} is complete. */
    void awaitReady(CompletableFuture<Void> closing) {
        long deadline = System.nanoTime() + part.startLimit().toNanos();
        CompletableFuture<?> interesting = CompletableFuture.anyOf(process.onExit(), closing);
        while (!closing.isDone() && process.isAlive()) {
            if (part.ready()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                stop();
                throw failure(part, log, "not ready within " + part.startLimit().toSeconds() + " s");
            }
            await(interesting, PROBE_EVERY_MS);
        }
        if (!closing.isDone()) {
            int code = end(false);
            throw failure(part, log, "the process ended with exit code " + code + reasonInLog());
        }
    }

    /** Asks, waits within the part's limit, then kills. */
    void stop() {
        part.askToStop(process.toHandle());
        await(process.onExit(), part.stopLimit().toMillis());
        boolean orderly = !process.isAlive();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await(process.onExit(), FORCED_END_LIMIT.toMillis());
        end(orderly);
    }

    /** After the process has ended; gives its exit code. */
    int end(boolean asked) {
        try {
            record.clear();
            part.ended(asked);
        } catch (IOException leftover) {
            // The record of a process that is gone is found out by its command line at the next start.
        }
        return process.isAlive() ? -1 : process.exitValue();
    }

    static void await(CompletableFuture<?> event, long milliseconds) {
        try {
            event.get(milliseconds, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String reasonInLog() {
        String tail = String.join("\n", log.tail(TAIL_LINES * 5));
        if (tail.contains("No space left on device")) {
            return ": no space left on the disk";
        }
        if (tail.contains("Address already in use") || tail.contains("already in use by another process")) {
            return ": port " + part.port() + " is taken by another program";
        }
        return "";
    }

    private static void requireDisk(Part part, PartLog log) throws IOException {
        long free = Files.getFileStore(log.file().toAbsolutePath().getParent()).getUsableSpace();
        if (free < LEAST_DISK) {
            throw new IOException("no space left on the disk of " + log.file().getParent() + " for " + part.name()
                    + ": " + free / (1024 * 1024) + " MB free");
        }
    }

    /** The port of a process that has just been killed needs a moment to be free again. */
    private static void requirePort(Part part) throws IOException {
        long deadline = System.nanoTime() + PORT_FREED_LIMIT.toNanos();
        CompletableFuture<Void> never = new CompletableFuture<>();
        while (!Ports.isFree(part.port())) {
            boolean answered = Ports.answers(part.port());
            if (answered || System.nanoTime() > deadline) {
                throw new IOException("port " + part.port() + " is taken by another program");
            }
            await(never, PROBE_EVERY_MS);
        }
    }

    private static StackException failure(Part part, PartLog log, String reason) {
        List<String> tail = log.tail(TAIL_LINES);
        String lines = tail.isEmpty() ? "" : "\nLast lines of " + log.file() + ":\n  " + String.join("\n  ", tail);
        return new StackException(part.name() + " did not start: " + reason + lines);
    }
}
