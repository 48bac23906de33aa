package io.tidemark.gateway.live;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets readers that were woken together through to the store a few at a time, in their order: a scope with thousands of
 * watchers must not take the database from those who write.
 */
@Singleton
final class Turnstile {
    private static final int ABREAST = 12;

    private final int abreast;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    Turnstile() {
        this(ABREAST);
    }

    Turnstile(int abreast) {
        this.abreast = abreast;
    }

    /** @param work has a time limit of its own, and makes room for the next whatever becomes of it, or of its caller */
    <T> Uni<T> pass(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .emitter(emitter -> enter(() -> Uni.createFrom()
                        .deferred(() -> work.get())
                        .onTermination()
                        .invoke(this::next)
                        .subscribe()
                        .with(emitter::complete, emitter::fail)));
    }

    private void enter(Runnable work) {
        if (isAdmitted(work)) {
            work.run();
        }
    }

    private synchronized boolean isAdmitted(Runnable work) {
        if (inside < abreast) {
            inside++;
            return true;
        }
        waiting.add(work);
        return false;
    }

    private void next() {
        leave().ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> leave() {
        Optional<Runnable> next = Optional.ofNullable(waiting.poll());
        if (next.isEmpty()) {
            inside--;
        }
        return next;
    }
}
