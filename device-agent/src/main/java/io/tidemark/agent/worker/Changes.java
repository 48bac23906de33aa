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

    /** @return whether the condition came to hold in time; the condition is asked outside of any lock */
    public boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long before = count();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (!awaitChange(before, deadline)) {
                return condition.getAsBoolean();
            }
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
            while (count == before) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
