package io.tidemark.agent.observe;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * All that is watched of one agent. Each subscription has at most one turn waiting, so that what is buffered is bounded by
 * the number of subscriptions, however fast values change; the turns are taken by one thread, which ends when it idles.
 *
 * @param <K> what changes are told of
 */
public final class Observers<K> implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final ThreadPoolExecutor turns;
    private final Set<Watched<K>> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Watched<K>(K key, Observation<?> observation) {}

    public Observers() {
        turns = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("tidemark-observers").factory());
        turns.allowCoreThreadTimeOut(true);
    }

    /**
     * The value now, and again after each change. A subscriber that is slow, or asks for few, misses values in between,
     * and never the last one.
     *
     * @param source reads the value, on the observers' thread; what it throws ends the subscription as its error
     * @param same values that need not be told twice
     */
    public <T> Flow.Publisher<T> publisher(K key, Supplier<T> source, BiPredicate<T, T> same) {
        return subscriber -> subscribe(key, subscriber, source, same, turns);
    }

    <T> void subscribe(
            K key,
            Flow.Subscriber<? super T> subscriber,
            Supplier<T> source,
            BiPredicate<T, T> same,
            Executor executor) {
        Observation<T> observation = new Observation<>(subscriber, source, same, executor);
        Watched<K> entry = new Watched<>(key, observation);
        observation.onEnd(() -> watched.remove(entry));
        watched.add(entry);
        observation.begin();
        if (closed) {
            observation.complete();
        }
    }

    /** Never waits: the value is read again on the observers' thread. */
    public void changed(Predicate<K> which) {
        for (Watched<K> entry : watched) {
            if (which.test(entry.key())) {
                entry.observation().invalidate();
            }
        }
    }

    /** Completes these subscriptions: what they watch is there no more. */
    public void complete(Predicate<K> which) {
        watched.stream().filter(entry -> which.test(entry.key())).forEach(entry -> entry.observation()
                .complete());
    }

    /** Completes all subscriptions; waits for the one that is being served, if this is not it. */
    @Override
    public void close() {
        closed = true;
        watched.forEach(entry -> entry.observation().complete());
        turns.shutdown();
        try {
            if (!Observation.isServing()) {
                turns.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
