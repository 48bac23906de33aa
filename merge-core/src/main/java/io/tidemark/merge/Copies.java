package io.tidemark.merge;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The conflict copies that one upsert makes, and those that it joins. */
final class Copies {
    private final Upsert upsert;
    private final Author author;
    private final Sight sight;
    private final Optional<EntityState> row;
    private final Map<String, EntityState> copies = new LinkedHashMap<>();
    private final SortedMap<String, FieldFate> fates = new TreeMap<>();

    /** @param row what stands under the entity's own id: live, deleted, or nothing */
    Copies(Upsert upsert, Author author, Sight sight, Optional<EntityState> row) {
        this.upsert = upsert;
        this.author = author;
        this.sight = sight;
        this.row = row;
    }

    List<EntityState> all() {
        return List.copyOf(copies.values());
    }

    /** Of the fields that stand in a copy now. */
    SortedMap<String, FieldFate> fates() {
        return fates;
    }

    /** MERGE-9: the values replace in the copy what their author had seen there. */
    void put(EntityState copy, Map<String, FieldWrite> values) {
        keep(copy.changed(values, author.name(), copy.conflict()), values.keySet(), FieldFate.Kind.JOINED_COPY);
    }

    /**
     * MERGE-21: a transaction makes one copy of an entity, however often it touches it. Any other value joins the copy
     * that it goes on from.
     *
     * @return the values that no copy takes
     */
    SortedMap<String, Json> join(List<EntityState> joinable, SortedMap<String, Json> values, UUID transaction) {
        Optional<EntityState> own = joinable.stream()
                .filter(copy -> copy.conflict()
                        .flatMap(ConflictOrigin::transaction)
                        .filter(transaction::equals)
                        .isPresent())
                .findFirst();
        if (own.isPresent()) {
            return add(own.get(), values) ? new TreeMap<>() : new TreeMap<>(values);
        }
        TreeMap<String, Json> lost = new TreeMap<>(values);
        for (EntityState copy : joinable) {
            TreeMap<String, FieldWrite> taken = new TreeMap<>();
            lost.forEach((field, value) -> {
                if (row.isPresent() ? sight.continues(copy, field) : sight.goesOn(copy, field)) {
                    taken.put(field, FieldWrite.plain(value));
                }
            });
            if (!taken.isEmpty()) {
                put(copy, taken);
                lost.keySet().removeAll(taken.keySet());
            }
        }
        return lost;
    }

    /** @return whether the copy can hold all of it: a counter or a set may come to a limit */
    private boolean add(EntityState copy, SortedMap<String, Json> values) {
        Optional<Fates> fates = Fates.into(copy, upsert, sight, sight.type());
        fates.ifPresent(into -> {
            Optional<ConflictOrigin> origin = copy.conflict().map(known -> known.with(seen(values), theirs(values)));
            keep(copy.changed(into.written, author.name(), origin), into.written.keySet(), FieldFate.Kind.JOINED_COPY);
        });
        return fates.isPresent();
    }

    /** MERGE-10: the id of a copy is a function of what lost. */
    void make(SortedMap<String, Json> ours, Reason reason, Optional<UUID> transaction) {
        ConflictOrigin origin = new ConflictOrigin(
                upsert.entity().id(),
                author.name(),
                upsert.id(),
                reason,
                seen(ours),
                theirs(ours),
                transaction,
                false,
                Optional.empty());
        EntityState copy = EntityState.begin(
                author.copyOf(upsert.entity(), upsert.id()), plain(ours), author.name(), Optional.of(origin));
        keep(copy, ours.keySet(), FieldFate.Kind.LOST_TO_COPY);
    }

    private void keep(EntityState copy, Set<String> fields, FieldFate.Kind kind) {
        copies.put(copy.key().id(), copy);
        fields.forEach(field -> fates.put(field, FieldFate.in(kind, copy.key().id())));
    }

    private SortedMap<String, SeenValue> seen(Map<String, Json> ours) {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        ours.keySet().forEach(field -> seen.put(field, sight.seen(field)));
        return seen;
    }

    private SortedMap<String, Json> theirs(Map<String, Json> ours) {
        TreeMap<String, Json> theirs = new TreeMap<>();
        ours.keySet().forEach(field -> row.flatMap(state -> state.field(field))
                .ifPresent(value -> theirs.put(field, value)));
        return theirs;
    }

    private static SortedMap<String, FieldWrite> plain(Map<String, Json> values) {
        TreeMap<String, FieldWrite> plain = new TreeMap<>();
        values.forEach((field, value) -> plain.put(field, FieldWrite.plain(value)));
        return plain;
    }
}
