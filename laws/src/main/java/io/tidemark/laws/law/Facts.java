package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.Evidence;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What several laws want to know of one history, worked out once.
 *
 * @param merged the batches, in their order
 * @param decisions every line that was ever put on the log, in its order
 * @param turnedAway entities of operations that were rejected and stand in no log: what goes on from them is disturbed
 */
public record Facts(Evidence evidence, List<Event.Merged> merged, List<Decision> decisions, Set<EntityKey> turnedAway) {

    private static final Set<Reason> UNLOGGED = EnumSet.of(Reason.ID_REUSED, Reason.EXPIRED);

    private record Payload(OperationId id, Fingerprint fingerprint) {
        static Payload of(Arrival arrival) {
            return new Payload(arrival.submission().id(), arrival.submission().fingerprint());
        }
    }

    public static Facts of(Evidence evidence) {
        Map<Payload, Event.Saved> saved = new HashMap<>();
        evidence.all(Event.Saved.class)
                .forEach(event -> saved.put(new Payload(event.operation().id(), event.fingerprint()), event));
        List<Event.Merged> merged = evidence.all(Event.Merged.class);
        List<Decision> decisions = new ArrayList<>();
        for (int batch = 0; batch < merged.size(); batch++) {
            Map<Payload, Arrival> arrivals = new HashMap<>();
            merged.get(batch).arrivals().forEach(arrival -> arrivals.putIfAbsent(Payload.of(arrival), arrival));
            for (LogEntry entry : merged.get(batch).plan().log()) {
                Payload payload = new Payload(entry.key().operation(), entry.fingerprint());
                decisions.add(new Decision(decisions.size(), batch, of(arrivals, payload), entry, of(saved, payload)));
            }
        }
        return new Facts(evidence, merged, List.copyOf(decisions), turnedAway(merged, saved));
    }

    private static Set<EntityKey> turnedAway(List<Event.Merged> merged, Map<Payload, Event.Saved> saved) {
        Set<EntityKey> entities = new HashSet<>();
        for (Event.Merged batch : merged) {
            for (int i = 0; i < batch.arrivals().size(); i++) {
                if (batch.plan().results().get(i).verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)
                        && outcome.reason().filter(UNLOGGED::contains).isPresent()) {
                    Payload payload = Payload.of(batch.arrivals().get(i));
                    entities.add(of(saved, payload).operation().entity());
                }
            }
        }
        return entities;
    }

    private static <V> V of(Map<Payload, V> known, Payload payload) {
        return Optional.ofNullable(known.get(payload))
                .orElseThrow(() -> new IllegalStateException("logged, and never saved or sent: " + payload));
    }
}
