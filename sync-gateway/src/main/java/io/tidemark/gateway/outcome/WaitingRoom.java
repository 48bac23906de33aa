package io.tidemark.gateway.outcome;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.topic.OutcomesRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Requests that wait for what the merge says of their operations. Bounded; whoever enters must leave. One lock guards
 * it all: what is done under it is a few look-ups, and futures are completed outside.
 */
@Singleton
public final class WaitingRoom {
    private final int places;
    private final Map<Key, Waiting> waiting = new HashMap<>();
    private int taken;

    /** What is said of an operation that came with another record is another's: its payload may differ. */
    private record Key(String tenant, String scope, String request) {}

    /** One request that waits. */
    public final class Waiting {
        private final Key key;
        private final String epoch;
        private final int places;
        private final Set<OperationId> open;
        private final Map<OperationId, Verdict> said = new HashMap<>();
        private final CompletableFuture<Void> complete = new CompletableFuture<>();

        private Waiting(Key key, String epoch, Set<OperationId> operations) {
            this.key = key;
            this.epoch = epoch;
            this.places = operations.size();
            this.open = new HashSet<>(operations);
        }

        /** Completes, on the thread that brought the last outcome, when something was said of every operation. */
        public CompletableFuture<Void> complete() {
            return complete;
        }

        /** What has been said so far. */
        public Map<OperationId, Verdict> said() {
            synchronized (WaitingRoom.this) {
                return Map.copyOf(said);
            }
        }

        /** Gives the places back; a second time does nothing. */
        public void leave() {
            remove(this);
        }

        private void hear(OperationId operation, Verdict verdict) {
            if (open.remove(operation)) {
                said.put(operation, verdict);
            }
        }
    }

    @Inject
    WaitingRoom(OutcomeSettings settings, GatewayMeters meters) {
        this(settings.maxWaiting());
        meters.gauge("tidemark.waiting.operations", this, WaitingRoom::taken);
    }

    WaitingRoom(int places) {
        this.places = places;
    }

    /**
     * Before the operations are put on the log: the merge may answer before the broker's acknowledgement arrives.
     *
     * @param request of the record that carries the operations, and of no other
     * @param epoch what is said in another one is not heard
     * @return empty if there is no room: then do not wait
     */
    public synchronized Optional<Waiting> enter(
            Access access, String request, String epoch, Set<OperationId> operations) {
        if (operations.isEmpty() || taken + operations.size() > places) {
            return Optional.empty();
        }
        Waiting one = new Waiting(new Key(access.tenant(), access.scope(), request), epoch, operations);
        if (waiting.putIfAbsent(one.key, one) != null) {
            throw new IllegalStateException("a request waits already");
        }
        taken += one.places;
        return Optional.of(one);
    }

    /** Hands what the merge said of a record to the request that sent it. */
    public void hear(OutcomesRecord record) {
        finished(record).ifPresent(one -> one.complete().complete(null));
    }

    private synchronized Optional<Waiting> finished(OutcomesRecord record) {
        Waiting one = waiting.get(new Key(record.tenant(), record.scope(), record.request()));
        if (one == null || !one.epoch.equals(record.epoch())) {
            return Optional.empty();
        }
        record.results().forEach(result -> one.hear(result.operation(), result.verdict()));
        return one.open.isEmpty() ? Optional.of(one) : Optional.empty();
    }

    private synchronized void remove(Waiting one) {
        if (waiting.remove(one.key, one)) {
            taken -= one.places;
        }
    }

    /** Operations that are waited for. */
    public synchronized int taken() {
        return taken;
    }
}
