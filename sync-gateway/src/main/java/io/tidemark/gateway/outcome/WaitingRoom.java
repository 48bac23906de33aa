package io.tidemark.gateway.outcome;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.topic.OutcomesRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
    private final Map<Key, List<Waiting>> waiting = new HashMap<>();
    private int taken;

    private record Key(String tenant, String scope, OperationId operation) {}

    /** One request that waits. */
    public final class Waiting {
        private final String epoch;
        private final List<Key> keys;
        private final Set<OperationId> open;
        private final Map<OperationId, Verdict> said = new HashMap<>();
        private final CompletableFuture<Void> complete = new CompletableFuture<>();

        private Waiting(String epoch, List<Key> keys, Set<OperationId> operations) {
            this.epoch = epoch;
            this.keys = keys;
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

        private boolean hear(OperationId operation, Verdict verdict) {
            if (open.remove(operation)) {
                said.put(operation, verdict);
            }
            return open.isEmpty();
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
     * @param epoch what is said in another one is not heard
     * @return empty if there is no room: then do not wait
     */
    public synchronized Optional<Waiting> enter(Access access, String epoch, Set<OperationId> operations) {
        if (operations.isEmpty() || taken + operations.size() > places) {
            return Optional.empty();
        }
        List<Key> keys = operations.stream()
                .map(id -> new Key(access.tenant(), access.scope(), id))
                .toList();
        Waiting one = new Waiting(epoch, keys, operations);
        keys.forEach(
                key -> waiting.computeIfAbsent(key, none -> new ArrayList<>(1)).add(one));
        taken += keys.size();
        return Optional.of(one);
    }

    /** Hands what the merge said to those who wait for it. */
    public void hear(OutcomesRecord record) {
        finished(record).forEach(one -> one.complete().complete(null));
    }

    private synchronized List<Waiting> finished(OutcomesRecord record) {
        List<Waiting> finished = new ArrayList<>();
        for (OperationResult result : record.results()) {
            Key key = new Key(record.tenant(), record.scope(), result.operation());
            for (Waiting one : waiting.getOrDefault(key, List.of())) {
                if (one.epoch.equals(record.epoch()) && one.hear(result.operation(), result.verdict())) {
                    finished.add(one);
                }
            }
        }
        return finished;
    }

    private synchronized void remove(Waiting one) {
        for (Key key : one.keys) {
            List<Waiting> others = waiting.get(key);
            if (others != null && others.remove(one)) {
                taken--;
                if (others.isEmpty()) {
                    waiting.remove(key);
                }
            }
        }
    }

    /** Operations that are waited for. */
    public synchronized int taken() {
        return taken;
    }
}
