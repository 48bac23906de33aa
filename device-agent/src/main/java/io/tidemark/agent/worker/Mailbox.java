package io.tidemark.agent.worker;

import io.tidemark.agent.sync.Event;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events on their way to the worker. Equal ones wait once, so it is bounded by the kinds of signals and by the two
 * requests that each scope may have under way, however fast an app saves.
 */
final class Mailbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final LinkedHashSet<Mail> waiting = new LinkedHashSet<>();
    private boolean handedOut;
    private boolean closed;

    record Mail(String scope, Event event) {}

    void post(String scope, Event event) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (event instanceof Event.Hindrance) {
                // Only the latest counts, and it comes after what it overtook.
                waiting.removeIf(mail -> mail.scope().equals(scope) && mail.event() instanceof Event.Hindrance);
            }
            waiting.add(new Mail(scope, event));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Empty after that many milliseconds, or when the mailbox is closed. */
    Optional<Mail> take(long millis) throws InterruptedException {
        lock.lock();
        try {
            handedOut = false;
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting.isEmpty() && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
            Iterator<Mail> first = waiting.iterator();
            if (closed || !first.hasNext()) {
                return Optional.empty();
            }
            Mail mail = first.next();
            first.remove();
            handedOut = true;
            return Optional.of(mail);
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything that was posted has been handled: the last mail when the next one is asked for. */
    boolean isQuiet() {
        lock.lock();
        try {
            return waiting.isEmpty() && !handedOut;
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
