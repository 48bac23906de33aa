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
    private boolean closed;

    record Mail(String scope, Event event) {}

    void post(String scope, Event event) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (event instanceof Event.Connectivity(boolean online)) {
                // Only the latest counts, and it comes after what it overtook.
                waiting.remove(new Mail(scope, new Event.Connectivity(!online)));
            }
            waiting.add(new Mail(scope, event));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Empty after that many milliseconds, or when the mailbox is closed. */
    Optional<Mail> take(long millis) {
        lock.lock();
        try {
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
            return Optional.of(mail);
        } catch (InterruptedException e) {
            closed = true;
            return Optional.empty();
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
