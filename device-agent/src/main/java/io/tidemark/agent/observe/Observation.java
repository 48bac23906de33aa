package io.tidemark.agent.observe;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: it keeps no values, only whether the latest has been told.
 *
 * <ol>
 *   <li>At most one turn of it waits or runs; whatever happens meanwhile asks for one more.
 *   <li>A value is read only when it is wanted, so the one that is told is the latest.
 *   <li>After the end, be it by error, completion or cancellation, nothing is told (Reactive Streams, 1.7 and 3.6).
 * </ol>
 */
final class Observation<T> implements Flow.Subscription {
    private static final Logger LOG = System.getLogger(Observation.class.getName());
    private static final ThreadLocal<Boolean> SERVING = ThreadLocal.withInitial(() -> false);

    private final Flow.Subscriber<? super T> subscriber;
    private final Supplier<T> source;
    private final BiPredicate<T, T> same;
    private final Executor executor;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private Runnable end = () -> {};
    private volatile boolean stale = true;
    private volatile boolean complete;
    private volatile boolean misused;
    private volatile boolean ended;
    private @Nullable T told;

    Observation(Flow.Subscriber<? super T> subscriber, Supplier<T> source, BiPredicate<T, T> same, Executor executor) {
        this.subscriber = subscriber;
        this.source = source;
        this.same = same;
        this.executor = executor;
    }

    /** Whether this thread is serving a subscriber. */
    static boolean isServing() {
        return SERVING.get();
    }

    void onEnd(Runnable then) {
        end = then;
    }

    void begin() {
        subscriber.onSubscribe(this);
    }

    void invalidate() {
        stale = true;
        askForATurn();
    }

    void complete() {
        complete = true;
        askForATurn();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            misused = true;
        } else {
            demand.accumulateAndGet(n, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
        }
        askForATurn();
    }

    @Override
    public void cancel() {
        ended = true;
        end.run();
    }

    private void askForATurn() {
        if (asked.getAndIncrement() == 0) {
            execute();
        }
    }

    private void execute() {
        try {
            executor.execute(this::turn);
        } catch (RejectedExecutionException closing) {
            turn();
        }
    }

    /** One after the other with those of other subscriptions, so that none is kept waiting for long. */
    private void turn() {
        int answered = asked.get();
        SERVING.set(true);
        try {
            serve();
        } catch (RuntimeException e) {
            // Not its message, which may be made of what the user wrote.
            LOG.log(Level.ERROR, "an observer threw " + e.getClass().getName() + ", and is told no more");
            cancel();
        } finally {
            SERVING.remove();
        }
        if (asked.addAndGet(-answered) != 0) {
            execute();
        }
    }

    private void serve() {
        if (ended) {
            return;
        }
        if (misused) {
            cancel();
            subscriber.onError(new IllegalArgumentException("a subscriber requests 1 value at least"));
        } else if (complete) {
            cancel();
            subscriber.onComplete();
        } else if (stale && demand.get() > 0) {
            stale = false;
            tellLatest();
        }
    }

    private void tellLatest() {
        T value;
        try {
            value = source.get();
        } catch (RuntimeException e) {
            cancel();
            if (complete) {
                subscriber.onComplete();
            } else {
                subscriber.onError(e);
            }
            return;
        }
        if (told == null || !same.test(told, value)) {
            told = value;
            demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
            subscriber.onNext(value);
        }
    }
}
