package io.tidemark.simulator.server;

import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A push that is sent until every operation of it is decided: sending again is always safe.
 *
 * @param outcomes in the order of the push
 * @param sends how often it was sent, at least once
 */
public record Delivery(List<Outcome> outcomes, int sends) {
    /** Of one push, whatever happens behind the gateway meanwhile. */
    public static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(200);

    public Delivery {
        outcomes = List.copyOf(outcomes);
    }

    /** @throws IOException if the gateway does not answer, refuses it for good, or it is not decided within {@link #LIMIT} */
    public static Delivery of(Push push, GatewayClient gateway, String token, String scope)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        int sends = 0;
        while (System.nanoTime() < deadline) {
            sends++;
            Optional<List<Outcome>> outcomes = send(push, gateway, token, scope);
            if (outcomes.isPresent()) {
                return new Delivery(outcomes.get(), sends);
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("A batch of " + push.device() + " was not decided within " + LIMIT.toSeconds() + " s");
    }

    /** @return empty if it must be sent again */
    private static Optional<List<Outcome>> send(Push push, GatewayClient gateway, String token, String scope)
            throws IOException, InterruptedException {
        return switch (gateway.push(token, scope, push, WAIT)) {
            case Answer.Ok<PushAnswer>(PushAnswer answer) -> outcomes(answer.results(), push.device());
            case Answer.Refused<PushAnswer> refused -> {
                if (!refused.isPassing()) {
                    throw new IOException("The gateway refuses a push of " + push.device() + ": " + refused);
                }
                Thread.sleep(refused.retryAfter().orElse(Duration.ZERO));
                yield Optional.empty();
            }
        };
    }

    private static Optional<List<Outcome>> outcomes(List<OperationResult> results, String device) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (OperationResult result : results) {
            switch (result.verdict()) {
                case Verdict.Final(Outcome outcome, boolean ignored) -> outcomes.add(outcome);
                case Verdict.Pending() -> {}
                case Verdict.OutOfOrder(long ignored) -> {}
                case Verdict.DeviceForked() -> throw new IOException("The gateway says that " + device + " is forked");
                case Verdict.Deferred() -> throw new IOException("The gateway defers operations of " + device);
            }
        }
        return outcomes.size() == results.size() ? Optional.of(outcomes) : Optional.empty();
    }
}
