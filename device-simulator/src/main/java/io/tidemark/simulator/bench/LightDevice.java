package io.tidemark.simulator.bench;

import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.simulator.server.Answer;
import io.tidemark.simulator.server.GatewayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A device without a store: pushes batch after batch, the next when the last is decided. Not thread-safe. */
final class LightDevice {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration BATCH_LIMIT = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final GatewayClient gateway;
    private final String token;
    private final String name;
    private final Workload workload;

    LightDevice(GatewayClient gateway, String token, int number, long seed) {
        this.gateway = gateway;
        this.token = token;
        this.name = Workload.deviceName(number);
        this.workload = new Workload(number, seed);
    }

    void push(int operations, Sightings sightings, Tally tally) throws BenchFailed, IOException, InterruptedException {
        for (int left = operations; left > 0; left -= BenchOptions.BATCH) {
            Workload.Batch batch = workload.next(Math.min(BenchOptions.BATCH, left));
            long begun = System.nanoTime();
            sightings.sent(batch, begun);
            deliver(batch, begun, tally);
            sightings.answered(batch.scope());
            tally.delivered(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Sends the batch until every operation of it is decided: sending again is always safe. */
    private void deliver(Workload.Batch batch, long begun, Tally tally)
            throws BenchFailed, IOException, InterruptedException {
        Push push = new Push(
                name, batch.steps().stream().map(Workload.Step::operation).toList());
        while (System.nanoTime() - begun < BATCH_LIMIT.toNanos()) {
            switch (gateway.push(token, batch.scope(), push, WAIT)) {
                case Answer.Ok<PushAnswer>(PushAnswer answer) -> {
                    if (isDecided(answer.results(), batch.scope())) {
                        return;
                    }
                    tally.sentAgain();
                }
                case Answer.Refused<PushAnswer> refused -> {
                    if (!refused.isPassing()) {
                        throw new BenchFailed("The gateway refuses a push of " + name + ": " + refused);
                    }
                    tally.sentAgain();
                    Thread.sleep(refused.retryAfter().orElse(PAUSE));
                }
            }
        }
        throw new BenchFailed("A batch of " + name + " was not decided within " + BATCH_LIMIT.toSeconds() + " s");
    }

    private boolean isDecided(List<OperationResult> results, String scope) throws BenchFailed {
        for (OperationResult result : results) {
            switch (result.verdict()) {
                case Verdict.Final(var outcome, boolean ignored) -> {
                    if (outcome.status() != Status.APPLIED) {
                        throw new BenchFailed("An operation of " + name + " in " + scope + " is "
                                + outcome.status().slug() + " and not applied: no two devices of this workload meet");
                    }
                }
                case Verdict.Pending() -> {
                    return false;
                }
                case Verdict.OutOfOrder(long ignored) -> {
                    return false;
                }
                case Verdict.DeviceForked() -> throw new BenchFailed("The gateway says that " + name + " is forked");
                case Verdict.Deferred() -> throw new BenchFailed("The gateway defers operations of " + name);
            }
        }
        return true;
    }
}
