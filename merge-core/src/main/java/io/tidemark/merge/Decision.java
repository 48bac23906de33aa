package io.tidemark.merge;

import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the merge of one operation comes to.
 *
 * @param status the outcome
 * @param reason why, where the status alone does not say it
 * @param row the entity's new state; empty if it stays as it is
 * @param copies conflict copies, made or joined
 * @param fates of each field that an upsert names, and of each field that keeps the row from a delete; of what is
 *     rejected as a whole none (MERGE-23)
 */
public record Decision(
        Status status,
        Optional<Reason> reason,
        Optional<EntityState> row,
        List<EntityState> copies,
        SortedMap<String, FieldFate> fates) {
    public Decision {
        copies = List.copyOf(copies);
        fates = Collections.unmodifiableSortedMap(new TreeMap<>(fates));
    }

    static Decision unchanged(Status status, Reason reason) {
        return unchanged(status, reason, Collections.emptySortedMap());
    }

    /**
     * SCHEMA-10: of an operation that wrote to removed fields, too.
     *
     * @param removed these fields
     */
    public Decision thinned(Collection<String> removed) {
        if (removed.isEmpty() || status == Status.REJECTED) {
            return this;
        }
        TreeMap<String, FieldFate> dropped = new TreeMap<>();
        removed.forEach(field -> dropped.put(field, FieldFate.of(FieldFate.Kind.REMOVED)));
        Decision told = and(dropped);
        return status == Status.APPLIED
                ? new Decision(Status.MERGED, Optional.of(Reason.FIELD_REMOVED), row, copies, told.fates())
                : told;
    }

    static Decision unchanged(Status status, Reason reason, SortedMap<String, FieldFate> fates) {
        return new Decision(status, Optional.of(reason), Optional.empty(), List.of(), fates);
    }

    static Decision applied(Optional<EntityState> row, SortedMap<String, FieldFate> fates) {
        return new Decision(Status.APPLIED, Optional.empty(), row, List.of(), fates);
    }

    /** With what became of further fields. */
    Decision and(SortedMap<String, FieldFate> further) {
        TreeMap<String, FieldFate> all = new TreeMap<>(further);
        all.putAll(fates);
        return new Decision(status, reason, row, copies, all);
    }

    /** Only copies were made or joined. */
    static Decision copied(Reason reason, Copies copies) {
        return new Decision(Status.CONFLICT, Optional.of(reason), Optional.empty(), copies.all(), copies.fates());
    }
}
