package io.tidemark.agent.http;

import io.tidemark.agent.sync.BackOff;
import io.tidemark.protocol.http.ChangesPage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one scope, where the gateway has streams: opened when a pull wants to wait, opened again when it has
 * ended, and left alone for a while when it brings nothing. It is never needed: whoever gets nothing here asks as ever.
 */
final class Following {
    /** From 5 s to 10 minutes, with jitter: meanwhile answers are held, as without streams. */
    private static final BackOff BACK_OFF =
            new BackOff(Duration.ofSeconds(5).toMillis(), Duration.ofMinutes(10).toMillis());

    /** One pull at a time: an interrupted one makes room for the next. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable FollowedStream stream;
    private volatile boolean closed;
    private int failures;
    private long notBefore = System.nanoTime();

    /** Opens a stream behind a cursor; empty where there is none. */
    interface Opener {
        Optional<FollowedStream> open(String cursor) throws InterruptedException;
    }

    /**
     * @param device of which the marks are: a device that took a new id must not take the old one's for its own
     * @return empty if it is to be asked in another way
     */
    Optional<ChangesPage> next(String cursor, String device, Duration hold, Opener opener) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            FollowedStream current = stream;
            if (current != null && !current.isOf(device)) {
                current.close();
                current = null;
            } else if (current != null && current.hasEnded()) {
                drop(current);
                current = null;
            }
            if (current == null) {
                current = open(cursor, opener);
            }
            if (current == null) {
                return Optional.empty();
            }
            Optional<ChangesPage> page = current.next(cursor, hold);
            if (page.isEmpty()) {
                drop(current);
            } else if (current.wasUseful()) {
                failures = 0;
            }
            return page;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable FollowedStream open(String cursor, Opener opener) throws InterruptedException {
        if (closed || System.nanoTime() - notBefore < 0) {
            return null;
        }
        Optional<FollowedStream> opened = opener.open(cursor);
        if (opened.isEmpty()) {
            failed();
            return null;
        }
        stream = opened.get();
        return opened.get();
    }

    private void drop(FollowedStream dropped) {
        dropped.close();
        stream = null;
        if (!dropped.wasUseful()) {
            failed();
        }
    }

    private void failed() {
        long delay = BACK_OFF.delay(failures, ThreadLocalRandom.current().nextDouble());
        notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
        failures++;
    }

    /** At once, whoever waits. */
    void close() {
        closed = true;
        FollowedStream current = stream;
        if (current != null) {
            current.close();
        }
    }
}
