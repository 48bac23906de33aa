package io.tidemark.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The turns are taken by the test, one by one, where their order matters. */
class ObserversTest {
    private final Observers<String> observers = new Observers<>();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final AtomicInteger value = new AtomicInteger();

    @AfterEach
    void close() {
        observers.close();
    }

    private static class Subscriber implements Flow.Subscriber<Integer> {
        final List<String> heard = new ArrayList<>();
        Flow.Subscription subscription = new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        };

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
        }

        @Override
        public void onNext(Integer item) {
            heard.add(item.toString());
        }

        @Override
        public void onError(Throwable e) {
            heard.add(e.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }
    }

    private Subscriber subscribed(long request) {
        Subscriber subscriber = new Subscriber();
        subscribe(subscriber, value::get);
        if (request != 0) {
            subscriber.subscription.request(request);
        }
        return subscriber;
    }

    private void subscribe(Subscriber subscriber, Supplier<Integer> source) {
        observers.subscribe("key", subscriber, source, Objects::equals, turns::add);
    }

    private void change(int to) {
        value.set(to);
        observers.changed("key"::equals);
    }

    private void takeTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }

    @Test
    void latestValueAloneIsTold_whenMoreChangedThanWereAskedFor() {
        // Given
        Subscriber slow = subscribed(1);
        takeTurns();

        // When
        for (int i = 1; i <= 1_000; i++) {
            change(i);
            takeTurns();
        }
        assertThat(slow.heard).containsExactly("0");
        slow.subscription.request(2);
        takeTurns();

        // Then
        assertThat(slow.heard).containsExactly("0", "1000");
    }

    @Test
    void atMostOneTurnWaits_howeverFastValuesChange() {
        // Given
        Subscriber subscriber = subscribed(Long.MAX_VALUE);

        // When
        for (int i = 1; i <= 1_000; i++) {
            change(i);
        }

        // Then
        assertThat(turns).hasSize(1);
        takeTurns();
        assertThat(subscriber.heard).containsExactly("1000");
    }

    @Test
    void nothingIsTold_whenTheChangeLeftTheValueOrConcernedAnotherKey() {
        // Given
        Subscriber subscriber = subscribed(Long.MAX_VALUE);
        takeTurns();

        // When
        change(0);
        takeTurns();
        value.set(9);
        observers.changed("another"::equals);
        takeTurns();

        // Then
        assertThat(subscriber.heard).containsExactly("0");
    }

    @Test
    void nothingIsToldAfterCancellation_evenIfATurnWaits() {
        // Given
        Subscriber subscriber = subscribed(5);

        // When
        subscriber.subscription.cancel();
        takeTurns();
        change(1);

        // Then
        assertThat(subscriber.heard).isEmpty();
        assertThat(turns).isEmpty();
    }

    @Test
    void changeDuringATurnIsTold_inTheNextOne() {
        // Given
        Subscriber subscriber = new Subscriber();
        subscribe(subscriber, () -> {
            int read = value.get();
            if (read < 3) {
                change(read + 1);
            }
            return read;
        });
        subscriber.subscription.request(10);

        // When
        takeTurns();

        // Then
        assertThat(subscriber.heard).containsExactly("0", "1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void misuseIsAnError_whenNothingIsRequested(long request) {
        // Given
        Subscriber subscriber = subscribed(0);

        // When
        subscriber.subscription.request(request);
        takeTurns();
        change(1);

        // Then
        assertThat(subscriber.heard).containsExactly("IllegalArgumentException");
        assertThat(turns).isEmpty();
    }

    @Test
    void sourceThatFailsEndsTheSubscription_andNoOther() {
        // Given
        Subscriber broken = new Subscriber();
        subscribe(broken, () -> {
            throw new IllegalStateException();
        });
        broken.subscription.request(1);
        Subscriber sound = subscribed(1);

        // When
        takeTurns();

        // Then
        assertThat(broken.heard).containsExactly("IllegalStateException");
        assertThat(sound.heard).containsExactly("0");
    }

    @Test
    void subscriberThatThrowsIsToldNoMore_andOthersAre() {
        // Given
        Subscriber throwing = new Subscriber() {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                throw new IllegalStateException();
            }
        };
        subscribe(throwing, value::get);
        throwing.subscription.request(Long.MAX_VALUE);
        Subscriber sound = subscribed(Long.MAX_VALUE);
        takeTurns();

        // When
        change(1);
        takeTurns();

        // Then
        assertThat(throwing.heard).containsExactly("0");
        assertThat(sound.heard).containsExactly("0", "1");
    }

    @Test
    void subscriptionsComplete_whenAllIsClosed() {
        // Given
        Subscriber before = subscribed(0);

        // When
        observers.close();
        Subscriber after = subscribed(0);
        takeTurns();

        // Then
        assertThat(before.heard).containsExactly("complete");
        assertThat(after.heard).containsExactly("complete");
    }

    @Test
    void oneThreadServesAll_andClosingWaitsForIt() throws InterruptedException {
        // Given
        List<Thread> threads = new ArrayList<>();
        CountDownLatch told = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            observers.publisher("key", value::get, Objects::equals).subscribe(new Subscriber() {
                @Override
                public void onSubscribe(Flow.Subscription begun) {
                    begun.request(1);
                }

                @Override
                public void onNext(Integer item) {
                    threads.add(Thread.currentThread());
                    told.countDown();
                }
            });
        }

        // When
        boolean inTime = told.await(30, TimeUnit.SECONDS);
        observers.close();

        // Then
        assertThat(inTime).isTrue();
        assertThat(threads).hasSize(3);
        assertThat(threads.stream().distinct()).hasSize(1);
        assertThat(threads.getFirst().join(Duration.ofSeconds(30))).isTrue();
    }
}
