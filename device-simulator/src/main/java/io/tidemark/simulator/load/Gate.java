package io.tidemark.simulator.load;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets so many requests be under way at once, and the others wait in the order in which they came: a device has at most
 * two, so that the queue is bounded by the fleet. Thread-safe.
 */
final class Gate {
    private final int width;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int under;

    Gate(int width) {
        this.width = width;
    }

    // What becomes of the request is the answer's to say.
    @SuppressWarnings("FutureReturnValueIgnored")
    <T> CompletableFuture<T> pass(Supplier<CompletableFuture<T>> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable begin = () -> {
            CompletableFuture<T> sent = request.get();
            sent.whenComplete((value, failure) -> {
                next();
                if (failure == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        };
        synchronized (this) {
            if (under >= width) {
                waiting.add(begin);
                return answer;
            }
            under++;
        }
        begin.run();
        return answer;
    }

    private void next() {
        Runnable begin;
        synchronized (this) {
            begin = waiting.poll();
            if (begin == null) {
                under--;
                return;
            }
        }
        begin.run();
    }
}
