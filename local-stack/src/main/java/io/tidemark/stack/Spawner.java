package io.tidemark.stack;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Spawns every child from one thread that lives as long as this process. The kernel sends the parent-death signal when
 * the spawning <em>thread</em> ends: a child of a pool's or a test's thread would die with that thread.
 */
final class Spawner {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("local-stack-spawner").daemon().factory());

    private Spawner() {}

    static Process spawn(ProcessBuilder builder) throws IOException {
        try {
            return THREAD.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(builder.command().getFirst()) + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process was spawned", e);
        }
    }
}
