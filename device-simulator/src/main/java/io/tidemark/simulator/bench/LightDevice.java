package io.tidemark.simulator.bench;

import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.server.Delivery;
import io.tidemark.simulator.server.GatewayClient;
import java.io.IOException;
import java.time.Duration;

/** A device without a store: pushes batch after batch, the next when the last is decided. Not thread-safe. */
final class LightDevice {
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
            deliver(batch, tally);
            sightings.answered(batch.scope());
            tally.delivered(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void deliver(Workload.Batch batch, Tally tally) throws BenchFailed, IOException, InterruptedException {
        Push push = new Push(
                name, batch.steps().stream().map(Workload.Step::operation).toList());
        Delivery delivery = Delivery.of(push, gateway, token, batch.scope());
        tally.sentAgain(delivery.sends() - 1);
        for (Outcome outcome : delivery.outcomes()) {
            if (outcome.status() != Status.APPLIED) {
                throw new BenchFailed("An operation of " + name + " in " + batch.scope() + " is "
                        + outcome.status().slug() + " and not applied: no two devices of this workload meet");
            }
        }
    }
}
