package io.tidemark.agent.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets the app wait until the worker has changed something. */
public final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long count;
    private boolean closed;
    private volatile Runnable listener = () -> {};

    /** Told on the worker's thread; it must not wait for anything, nor throw. */
    public void onChange(Runnable also) {
        listener = also;
    }

    void happened() {
        lock.lock();
        try {
            count++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** Nobody waits any longer. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param condition asked outside of any lock; what it throws after the end counts as not holding
     * @return whether it came to hold in time, and before the agent was closed
     */
    public boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean last = false;
        while (true) {
            long before = count();
            if (holds(condition)) {
                return true;
            }
            if (last) {
                return false;
            }
            last = !awaitChange(before, deadline);
        }
    }

    /** The database may be closed while it is asked. */
    private boolean holds(BooleanSupplier condition) {
        try {
            return !isClosed() && condition.getAsBoolean();
        } catch (RuntimeException e) {
            if (isClosed()) {
                return false;
            }
            throw e;
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitChange(long before, long deadline) throws InterruptedException {
        lock.lock();
        try {
            while (count == before && !closed) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }
}
