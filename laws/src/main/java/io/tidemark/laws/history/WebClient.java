package io.tidemark.laws.history;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A simple client of single-entity requests: no chain, no overlay; it reads a row, and some time later changes it by
 * the version or the tag that it had read.
 */
final class WebClient {
    final String subject;
    private final boolean byTag;
    private final Dice dice;
    private final TreeMap<EntityKey, Optional<EntityState>> read = new TreeMap<>();
    private int values;

    WebClient(String subject, boolean byTag, Dice dice) {
        this.subject = subject;
        this.byTag = byTag;
        this.dice = dice;
    }

    MemberKey member() {
        return new MemberKey(Notes.SCOPE, subject);
    }

    void read(MemoryStore store) {
        EntityKey entity = dice.oneOf(Notes.SHARED);
        RowKey key = new RowKey(Notes.SCOPE, entity);
        read.put(entity, Optional.ofNullable(store.rows().get(key)).filter(row -> !row.deleted()));
    }

    /** What a request carries, and what its author had read; empty if he has read nothing. */
    Optional<Event.Saved> write(OperationId id) {
        if (read.isEmpty()) {
            return Optional.empty();
        }
        EntityKey entity = dice.oneOf(List.copyOf(read.keySet()));
        Optional<EntityState> known = Optional.ofNullable(read.remove(entity)).orElseThrow();
        Operation operation = known.isPresent() && dice.oneIn(5)
                ? new Operation.Delete(id, entity, 1, basis(known), precondition(known))
                : new Operation.Upsert(id, entity, 1, fields(), basis(known), precondition(known));
        return Optional.of(new Event.Saved(
                subject, operation, Fingerprint.of(OperationCodec.payload(operation)), known.map(EntityState::fields)));
    }

    private SortedMap<String, Json> fields() {
        String unique = subject + "/web/" + values++;
        return new TreeMap<>(Map.of(dice.oneOf(List.of("title", "body")), Json.of(unique)));
    }

    private Basis basis(Optional<EntityState> known) {
        return byTag || known.isEmpty()
                ? new Basis.Nothing()
                : new Basis.BaseVersion(known.get().version());
    }

    private Precondition precondition(Optional<EntityState> known) {
        if (!byTag) {
            return new Precondition.None();
        }
        return known.<Precondition>map(row -> new Precondition.Matches(List.of(row.tag(Notes.EPOCH))))
                .orElseGet(Precondition.Missing::new);
    }
}
