package io.tidemark.simulator.cli;

import io.tidemark.simulator.demo.StopRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM become a {@link StopRequest}, and the process ends when the run has cleaned up after itself: the
 * hook holds the JVM until then, within a limit.
 */
final class Interruptible implements AutoCloseable {
    private static final Duration CLEAN_UP = Duration.ofSeconds(90);

    private final StopRequest stop = new StopRequest();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "stop-request");

    Interruptible() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    StopRequest stop() {
        return stop;
    }

    private void stopAndWait() {
        stop.ask();
        try {
            ended.await(CLEAN_UP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook has been told that it need not wait any longer.
        }
    }
}
