package io.tidemark.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile(2);
    private final List<CompletableFuture<Integer>> inside = new ArrayList<>();

    private UniAssertSubscriber<Integer> enter() {
        return turnstile
                .pass(() -> {
                    CompletableFuture<Integer> work = new CompletableFuture<>();
                    inside.add(work);
                    return Uni.createFrom().completionStage(work);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void letsTheNextOneIn_whenOneIsThrough() {
        // Given
        UniAssertSubscriber<Integer> first = enter();
        enter();
        UniAssertSubscriber<Integer> third = enter();
        assertThat(inside).hasSize(2);
        // When
        inside.get(0).complete(1);
        inside.get(2).complete(3);
        // Then
        first.assertItem(1);
        third.assertItem(3);
    }

    @Test
    void keepsNoRoom_whenWorkFailsOrNobodyWaitsForIt() {
        // Given
        UniAssertSubscriber<Integer> failing = enter();
        UniAssertSubscriber<Integer> gone = enter();
        UniAssertSubscriber<Integer> waitingAndGone = enter();
        // When
        gone.cancel();
        waitingAndGone.cancel();
        inside.get(0).completeExceptionally(new IllegalStateException("no database"));
        inside.get(1).complete(2);
        inside.get(2).complete(3);
        enter();
        enter();
        enter();
        // Then: two abreast again, no more and no less
        failing.assertFailedWith(IllegalStateException.class);
        assertThat(inside).hasSize(5);
    }

    @Test
    void letsTheNextOneIn_whenWorkCannotEvenBegin() {
        // Given
        UniAssertSubscriber<Integer> broken = turnstile
                .<Integer>pass(() -> {
                    throw new IllegalStateException("a defect");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        // When
        enter();
        enter();
        // Then
        broken.assertFailedWith(IllegalStateException.class);
        assertThat(inside).hasSize(2);
    }
}
