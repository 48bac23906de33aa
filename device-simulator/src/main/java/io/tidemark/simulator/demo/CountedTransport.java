package io.tidemark.simulator.demo;

import io.tidemark.agent.sync.Transport;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The agent's own way to the server, with a count of what goes over it. */
final class CountedTransport implements Transport {
    private final Transport way;
    private final AtomicLong sends;

    /** @param sends operations sent, each as often as it was */
    CountedTransport(Transport way, AtomicLong sends) {
        this.way = way;
        this.sends = sends;
    }

    @Override
    public PushReply push(String scope, Push push) {
        sends.addAndGet(push.operations().size());
        return way.push(scope, push);
    }

    @Override
    public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        return way.pull(scope, cursor, device, limit, hold);
    }

    @Override
    public AskReply ask(String scope, List<OperationId> operations) {
        return way.ask(scope, operations);
    }

    @Override
    public void close() {
        way.close();
    }
}
