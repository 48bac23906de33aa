package io.tidemark.simulator.drill.kill;

import io.tidemark.agent.sync.Transport;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The agent's own way to the server: each push is noted before its first byte leaves, and there are traps on the way. */
final class TrapTransport implements Transport {
    private final Transport way;
    private final Trap trap;
    private final Consumer<Push> sending;

    TrapTransport(Transport way, Trap trap, Consumer<Push> sending) {
        this.way = way;
        this.trap = trap;
        this.sending = sending;
    }

    @Override
    public PushReply push(String scope, Push push) {
        trap.pass(FailPoint.PUSH_NOT_SENT);
        sending.accept(push);
        PushReply reply = way.push(scope, push);
        trap.pass(FailPoint.ANSWER_READ);
        return reply;
    }

    @Override
    public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        PullReply reply = way.pull(scope, cursor, device, limit, hold);
        trap.pass(FailPoint.PAGE_READ);
        return reply;
    }

    @Override
    public AskReply ask(String scope, List<OperationId> operations) {
        return way.ask(scope, operations);
    }
}
