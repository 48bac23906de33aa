package io.tidemark.gateway.live;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.live.Watchers.Watch;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Holds an answer that would bring nothing new until there is something, or the time is over. */
@Singleton
public final class Holding {
    private final Watchers watchers;
    private final Turnstile turnstile;

    Holding(Watchers watchers, Turnstile turnstile) {
        this.watchers = watchers;
        this.turnstile = turnstile;
    }

    /**
     * What was read, and whether the answer was held, or would have been.
     *
     * @param applied what the answer says of the request's wait
     */
    public record Held<V>(V view, boolean applied) {}

    /**
     * @param position where the reader stands, in that epoch
     * @param hold zero: not at all
     * @param onGone is handed what to do when the reader is gone
     * @param read looks at the store, membership included; a second time after the wait
     * @param isNews whether the reader wants to know of what was read
     */
    public <V> Uni<Held<V>> until(
            Access access,
            String epoch,
            long position,
            Duration hold,
            Consumer<Runnable> onGone,
            Supplier<Uni<V>> read,
            Predicate<V> isNews) {
        Optional<Watch> place = hold.isZero() ? Optional.empty() : watchers.enter(access, epoch, position);
        if (place.isEmpty()) {
            return read.get().map(view -> new Held<>(view, false));
        }
        Watch watch = place.get();
        onGone.accept(watch::leave);
        Executor caller = MutinyHelper.executor(Vertx.currentContext());
        return read.get()
                .flatMap(view -> isNews.test(view)
                        ? Uni.createFrom().item(view)
                        : woken(watch, hold)
                                .emitOn(caller)
                                .flatMap(over -> turnstile.pass(read))
                                .emitOn(caller))
                .map(view -> new Held<>(view, true))
                .onTermination()
                .invoke(watch::leave);
    }

    private static Uni<Void> woken(Watch watch, Duration hold) {
        CompletableFuture<Void> woken = watch.woken();
        return Uni.createFrom()
                .completionStage(woken.copy())
                .ifNoItem()
                .after(hold)
                .recoverWithUni(Uni.createFrom().voidItem());
    }
}
