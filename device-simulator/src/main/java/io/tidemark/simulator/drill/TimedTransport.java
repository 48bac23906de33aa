package io.tidemark.simulator.drill;

import io.tidemark.agent.sync.Transport;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The agent's own way to the server, with a clock: so that it can be told what bounds it. */
public final class TimedTransport implements Transport {
    private final Transport way;
    private final Tally pushes = new Tally();
    private final Tally pulls = new Tally();

    public TimedTransport(Transport way) {
        this.way = way;
    }

    /** Requests of one kind, and how long they took together. */
    public static final class Tally {
        private final LongAdder requests = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        private <T> T time(Supplier<T> request) {
            long begun = System.nanoTime();
            try {
                return request.get();
            } finally {
                requests.increment();
                nanos.add(System.nanoTime() - begun);
            }
        }

        public long requests() {
            return requests.sum();
        }

        public Duration time() {
            return Duration.ofNanos(nanos.sum());
        }
    }

    public Tally pushes() {
        return pushes;
    }

    /** Those that the server held until there was something new are among them. */
    public Tally pulls() {
        return pulls;
    }

    @Override
    public PushReply push(String scope, Push push) {
        return pushes.time(() -> way.push(scope, push));
    }

    @Override
    public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        return pulls.time(() -> way.pull(scope, cursor, device, limit, hold));
    }

    @Override
    public AskReply ask(String scope, List<OperationId> operations) {
        return way.ask(scope, operations);
    }
}
