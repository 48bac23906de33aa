package io.tidemark.system.offline;

import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The agent's own way to the server, on a bad day: some pushes arrive twice, at the same time, and some answers are lost
 * on the way back. Which ones depends on their number alone, so that there is always a next one that comes through.
 */
final class BadNetwork implements Transport {
    private static final int DOUBLED_EVERY = 2;
    private static final int LOST_EVERY = 3;

    private final Transport way;
    private final AtomicInteger pushes = new AtomicInteger();
    private final AtomicInteger pulls = new AtomicInteger();
    private final AtomicInteger doubled = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger largest = new AtomicInteger();

    BadNetwork(Transport way) {
        this.way = way;
    }

    @Override
    public PushReply push(String scope, Push push) {
        int number = pushes.incrementAndGet();
        largest.accumulateAndGet(push.operations().size(), Math::max);
        PushReply reply = number % DOUBLED_EVERY == 0 ? twice(scope, push) : way.push(scope, push);
        return number % LOST_EVERY == 0 ? lost(new PushReply.Failed(unreachable())) : reply;
    }

    private PushReply twice(String scope, Push push) {
        doubled.incrementAndGet();
        CompletableFuture<PushReply> first = CompletableFuture.supplyAsync(() -> way.push(scope, push));
        PushReply second = way.push(scope, push);
        first.join();
        return second;
    }

    @Override
    public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        PullReply reply = way.pull(scope, cursor, device, limit, hold);
        return pulls.incrementAndGet() % LOST_EVERY == 0 ? lost(new PullReply.Failed(unreachable())) : reply;
    }

    @Override
    public AskReply ask(String scope, List<OperationId> operations) {
        return way.ask(scope, operations);
    }

    @Override
    public void close() {
        way.close();
    }

    private <T> T lost(T failure) {
        lost.incrementAndGet();
        return failure;
    }

    private static Fault unreachable() {
        return Fault.because(WaitReason.UNREACHABLE);
    }

    /** Pushes that the agent made, whatever became of them. */
    int pushes() {
        return pushes.get();
    }

    /** Pushes that reached the server twice. */
    int doubled() {
        return doubled.get();
    }

    /** Answers that the server gave and the agent never heard. */
    int lost() {
        return lost.get();
    }

    /** Operations in the largest push. */
    int largest() {
        return largest.get();
    }
}
