package io.tidemark.merge.batch;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A device without storage and network: canonical rows, a queue, and what the screen shows. */
final class DeviceModel {
    final String name;
    final ScopeKey scope;
    final TreeMap<EntityKey, SortedMap<String, Json>> canonical = new TreeMap<>();
    private final Map<EntityKey, Long> versions = new HashMap<>();
    final List<Arrival> queue = new ArrayList<>();
    final Map<OperationId, Outcome> outcomes = new HashMap<>();
    private final int number;
    private long sequence;
    private long position;

    DeviceModel(int number, ScopeKey scope) {
        this.number = number;
        this.name = "device-" + number;
        this.scope = scope;
    }

    MemberKey member() {
        return new MemberKey(scope, name);
    }

    Optional<SortedMap<String, Json>> screen(EntityKey entity) {
        Optional<SortedMap<String, Json>> shown = Optional.ofNullable(canonical.get(entity));
        for (Arrival arrival : queue) {
            Operation pending = ((Submission.Accepted) arrival.submission()).operation();
            if (pending.entity().equals(entity)) {
                shown = Overlay.lay(shown, pending);
            }
        }
        return shown;
    }

    Operation save(EntityKey entity, SortedMap<String, Json> fields) {
        return save(entity, fields, new TreeMap<>());
    }

    /** Of the row beneath the screen, 0 for none. */
    long version(EntityKey entity) {
        return versions.getOrDefault(entity, 0L);
    }

    Operation save(EntityKey entity, SortedMap<String, Json> fields, SortedMap<String, Change> changes) {
        Basis basis = screen(entity)
                .<Basis>map(shown -> new Basis.Seen(seen(shown, fields.keySet())))
                .orElseGet(Basis.Nothing::new);
        return enqueue(new Operation.Upsert(nextId(), entity, 1, fields, changes, basis, new Precondition.None()));
    }

    Operation delete(EntityKey entity) {
        SortedMap<String, Json> shown = screen(entity).orElseThrow();
        Basis basis = new Basis.Seen(seen(shown, shown.keySet()));
        return enqueue(new Operation.Delete(nextId(), entity, 1, basis, new Precondition.None()));
    }

    private OperationId nextId() {
        return new OperationId(new UUID(number, sequence + 1));
    }

    private Operation enqueue(Operation operation) {
        Envelope envelope = Envelope.of(new Link(sequence + 1, sequence));
        sequence++;
        Fingerprint fingerprint = Fingerprint.of(OperationCodec.payload(operation));
        Submission submission = new Submission.Accepted(operation, fingerprint, envelope);
        queue.add(new Arrival(scope, name, Optional.of(name), submission));
        return operation;
    }

    /** Values by turns in full and as a hash, so that both ways are walked. */
    private SortedMap<String, SeenValue> seen(Map<String, Json> shown, Iterable<String> fields) {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        for (String field : fields) {
            Json value = shown.get(field);
            boolean full = "text".equals(field) || (field.length() + sequence) % 2 == 0;
            seen.put(
                    field,
                    value == null
                            ? new SeenValue.Absent()
                            : full ? new SeenValue.Value(value) : new SeenValue.Hashed(ContentHash.of(value)));
        }
        return seen;
    }

    List<Arrival> prefix(int most) {
        return List.copyOf(queue.subList(0, Math.min(most, queue.size())));
    }

    void hear(List<OperationResult> results) {
        for (OperationResult result : results) {
            if (result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
                Outcome before = outcomes.put(result.operation(), outcome);
                if (before != null && !before.equals(outcome)) {
                    throw new AssertionError("two outcomes of one operation: " + before + " and " + outcome);
                }
            }
        }
    }

    /** A whole checkpoint: rows, and the mark that lets operations go whose outcome is known. */
    void pull(ServerModel server) {
        server.rows.values().stream().filter(row -> row.position() > position).forEach(row -> {
            versions.put(row.key(), row.version());
            if (row.deleted()) {
                canonical.remove(row.key());
            } else {
                canonical.put(row.key(), row.fields());
            }
        });
        position = server.heads.getOrDefault(scope, 0L);
        long mark = server.marks
                .getOrDefault(new DeviceKey(scope, name, name), Mark.NONE)
                .sequence();
        queue.removeIf(arrival -> arrival.link().orElseThrow().sequence() <= mark
                && outcomes.containsKey(arrival.submission().id()));
    }
}
