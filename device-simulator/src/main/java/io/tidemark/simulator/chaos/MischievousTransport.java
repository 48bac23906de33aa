package io.tidemark.simulator.chaos;

import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a network can do to whole requests and answers that a proxy of bytes cannot. */
final class MischievousTransport implements Transport {
    private final Transport way;
    private final Supplier<Mischief> mischief;
    private final Map<String, PushReply> pushed = new ConcurrentHashMap<>();
    private final Map<String, PullReply> pulled = new ConcurrentHashMap<>();

    MischievousTransport(Transport way, Supplier<Mischief> mischief) {
        this.way = way;
        this.mischief = mischief;
    }

    @Override
    public PushReply push(String scope, Push push) {
        PushReply reply = suffered(() -> way.push(scope, push), new PushReply.Failed(lost()), pushed.get(scope));
        pushed.put(scope, reply);
        return reply;
    }

    @Override
    public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        PullReply reply = suffered(
                () -> way.pull(scope, cursor, device, limit, hold), new PullReply.Failed(lost()), pulled.get(scope));
        pulled.put(scope, reply);
        return reply;
    }

    @Override
    public AskReply ask(String scope, List<OperationId> operations) {
        return suffered(() -> way.ask(scope, operations), new AskReply.Failed(lost()), null);
    }

    private <R> R suffered(Supplier<R> exchange, R silence, @Nullable R before) {
        R answer = exchange.get();
        return switch (mischief.get()) {
            case NONE -> answer;
            case TWICE -> exchange.get();
            case ANSWER_LOST -> silence;
            case STALE_ANSWER -> before == null ? answer : before;
        };
    }

    private static Fault lost() {
        return Fault.because(WaitReason.UNREACHABLE);
    }
}
