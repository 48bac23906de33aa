package io.tidemark.merge;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Delete;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Decides what one operation does to one entity.
 *
 * <pre>
 *                     had its author seen the field's current value?
 *                      yes │                       │ no
 *                    write it        does an open copy of his hold what he saw?
 *                                     yes │                 │ no
 *                                    join the copy     the field's policy:
 *                                                      it writes, merges, drops, or loses into a new copy
 * </pre>
 *
 * <ol>
 *   <li>No value is overwritten unless its author's successor had it on the screen, or somebody declared last-writer.
 *   <li>What is not written stands in a conflict copy.
 *   <li>The same inputs give the same decision, ids of copies included.
 * </ol>
 *
 * The rules and their ids are those of {@code docs/spec/merge.md}.
 */
public final class Merge {
    /** Why a copy may hold an entity that has no row. */
    private static final Set<Reason> STANDING_ALONE = EnumSet.of(Reason.ROW_MISSING, Reason.TRANSACTION_CONFLICT);

    private Merge() {}

    /**
     * @param current the entity; empty if it was never made, or purged
     * @param openCopies live conflict copies of the entity, of any author
     * @param epoch of the server's data, which ETags name
     */
    public static Decision decide(
            Optional<EntityState> current,
            List<EntityState> openCopies,
            Operation operation,
            Author author,
            EntityType type,
            String epoch) {
        if (!holds(operation.precondition(), current, epoch)) {
            return Decision.unchanged(Status.REJECTED, Reason.PRECONDITION_FAILED);
        }
        Sight sight = Sight.of(operation, author, type);
        return switch (operation) {
            case Delete ignored -> delete(current, sight, type);
            case Upsert upsert -> {
                List<EntityState> joinable = openCopies.stream()
                        .filter(copy -> isJoinable(copy, author))
                        .toList();
                yield upsert(current, joinable, upsert, author, sight, type);
            }
        };
    }

    /**
     * MERGE-21: what an upsert wanted whose transaction does not hold. Nothing of it is written: its values, and what
     * it would have added, join the copies that they go on from, or stand in one that names the transaction. Where it
     * only changed counters and sets it is rejected: its author has it as a dead letter.
     */
    public static Decision setAside(
            Optional<EntityState> current,
            List<EntityState> openCopies,
            Upsert upsert,
            UUID transaction,
            Author author,
            EntityType type) {
        Sight sight = Sight.of(upsert, author, type);
        boolean kept = sight.sawNothing() || !upsert.fields().isEmpty();
        SortedMap<String, Json> values = kept ? onNothing(upsert, type) : Collections.emptySortedMap();
        if (values.isEmpty()) {
            return Decision.unchanged(Status.REJECTED, Reason.TRANSACTION_CONFLICT, undone(upsert, values.keySet()));
        }
        Copies copies = new Copies(upsert, author, sight, current);
        List<EntityState> joinable =
                openCopies.stream().filter(copy -> isJoinable(copy, author)).toList();
        SortedMap<String, Json> lost = copies.join(joinable, values, transaction);
        if (!lost.isEmpty()) {
            copies.make(lost, Reason.TRANSACTION_CONFLICT, Optional.of(transaction));
        }
        Reason reason = lost.isEmpty() ? Reason.JOINED_COPY : Reason.TRANSACTION_CONFLICT;
        return Decision.copied(reason, copies).and(undone(upsert, copies.fates().keySet()));
    }

    /** An upsert's values, and what its changes add; one that only takes out leaves nothing. */
    private static SortedMap<String, Json> onNothing(Upsert upsert, EntityType type) {
        SortedMap<String, Json> values = FieldWrite.values(anew(upsert, type));
        upsert.changes().forEach((field, change) -> {
            if (change instanceof Change.Elements elements && elements.add().isEmpty()) {
                values.remove(field);
            }
        });
        return values;
    }

    private static SortedMap<String, FieldFate> undone(Upsert upsert, Set<String> kept) {
        SortedMap<String, FieldFate> undone = new TreeMap<>();
        upsert.changes().keySet().stream()
                .filter(field -> !kept.contains(field))
                .forEach(field -> undone.put(field, FieldFate.of(FieldFate.Kind.NOT_APPLIED)));
        return undone;
    }

    /** MERGE-2: strict mode, as RFC 9110 says. */
    private static boolean holds(Precondition precondition, Optional<EntityState> current, String epoch) {
        Optional<EntityState> live = current.filter(row -> !row.deleted());
        return switch (precondition) {
            case Precondition.None() -> true;
            case Precondition.Missing() -> live.isEmpty();
            case Precondition.Exists() -> live.isPresent();
            case Precondition.Matches(var tags) ->
                live.filter(row -> tags.contains(row.tag(epoch))).isPresent();
        };
    }

    /** MERGE-7: a delete takes effect only if nothing unseen is there. */
    private static Decision delete(Optional<EntityState> current, Sight sight, EntityType type) {
        if (current.isEmpty() || current.get().deleted()) {
            return Decision.applied(Optional.empty(), Collections.emptySortedMap());
        }
        EntityState row = current.get();
        TreeMap<String, FieldFate> unseen = new TreeMap<>();
        row.fields().keySet().stream()
                .filter(field -> !type.isRemoved(field) && !sight.covers(row, field))
                .forEach(field -> unseen.put(field, FieldFate.of(FieldFate.Kind.KEPT_UNSEEN)));
        return unseen.isEmpty()
                ? Decision.applied(Optional.of(row.asTombstone()), unseen)
                : Decision.unchanged(Status.MERGED, Reason.DELETE_SUPERSEDED, unseen);
    }

    private static Decision upsert(
            Optional<EntityState> current,
            List<EntityState> joinable,
            Upsert upsert,
            Author author,
            Sight sight,
            EntityType type) {
        if (current.isEmpty()) {
            return sight.sawNothing()
                    ? begun(
                            upsert,
                            EntityState.begin(upsert.entity(), anew(upsert, type), author.name(), Optional.empty()))
                    : onMissingRow(joinable, upsert, author, sight, type);
        }
        EntityState row = current.get();
        if (row.deleted() && sight.sawNothing(row)) {
            // MERGE-6: who saw no entity makes it anew, without what others had deleted.
            return begun(upsert, row.begunAnew(anew(upsert, type), author.name()));
        }
        return settle(row, Fates.of(upsert, row, joinable, sight, type), upsert, author, sight);
    }

    private static Decision begun(Upsert upsert, EntityState row) {
        TreeMap<String, FieldFate> fates = new TreeMap<>();
        upsert.fields().keySet().forEach(field -> fates.put(field, FieldFate.of(FieldFate.Kind.WRITTEN)));
        upsert.changes().keySet().forEach(field -> fates.put(field, FieldFate.of(FieldFate.Kind.CHANGED)));
        return Decision.applied(Optional.of(row), fates);
    }

    /** The fields of an entity that begins with this operation. */
    private static SortedMap<String, FieldWrite> anew(Upsert upsert, EntityType type) {
        TreeMap<String, FieldWrite> fields = new TreeMap<>();
        upsert.fields().forEach((field, value) -> fields.put(field, whole(field, value, type)));
        upsert.changes().forEach((field, change) -> fields.put(field, whole(field, change.onNothing(), type)));
        return fields;
    }

    private static FieldWrite whole(String field, Json value, EntityType type) {
        return FieldWrite.whole(value, type.policy(field) == MergePolicy.ADD_WINS_SET);
    }

    /** MERGE-8: something was seen, and there is no row: never a fragment under the old id. */
    private static Decision onMissingRow(
            List<EntityState> joinable, Upsert upsert, Author author, Sight sight, EntityType type) {
        if (upsert.fields().isEmpty() && upsert.changes().isEmpty()) {
            // SCHEMA-10: nothing is left of it that a copy could hold
            return Decision.applied(Optional.empty(), Collections.emptySortedMap());
        }
        Copies copies = new Copies(upsert, author, sight, Optional.empty());
        for (EntityState copy : joinable) {
            Optional<Fates> fates =
                    goesOn(copy, upsert, sight) ? Fates.into(copy, upsert, sight, type) : Optional.empty();
            if (fates.isPresent()) {
                copies.put(copy, fates.get().written);
                return Decision.copied(Reason.JOINED_COPY, copies).and(fates.get().inRow);
            }
        }
        copies.make(FieldWrite.values(anew(upsert, type)), Reason.ROW_MISSING, Optional.empty());
        return Decision.copied(Reason.ROW_MISSING, copies);
    }

    private static boolean goesOn(EntityState copy, Upsert upsert, Sight sight) {
        return copy.conflict()
                        .filter(origin -> STANDING_ALONE.contains(origin.reason()))
                        .isPresent()
                && upsert.fields().keySet().stream().allMatch(field -> sight.goesOn(copy, field));
    }

    /** Puts the fates of an upsert's fields together to one decision. */
    private static Decision settle(EntityState row, Fates fates, Upsert upsert, Author author, Sight sight) {
        Optional<EntityState> changed = fates.written.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        row.changed(fates.written, author.name(), row.conflict().map(ConflictOrigin::afterEdit)));
        Copies copies = new Copies(upsert, author, sight, Optional.of(row));
        fates.joined.forEach(copies::put);
        fates.lossReason.ifPresent(reason -> copies.make(fates.lost, reason, Optional.empty()));
        Status status = copies.all().isEmpty() ? Status.MERGED : Status.CONFLICT;
        return reason(row, fates, changed)
                .map(reason -> new Decision(status, Optional.of(reason), changed, copies.all(), copies.fates()))
                .orElseGet(() -> Decision.applied(changed, Collections.emptySortedMap()))
                .and(fates.inRow);
    }

    /** Why it is more, or less, than what its author asked for: what is worst first. */
    private static Optional<Reason> reason(EntityState row, Fates fates, Optional<EntityState> changed) {
        if (fates.lossReason.isPresent()) {
            return fates.lossReason;
        }
        if (!fates.joined.isEmpty()) {
            return Optional.of(Reason.JOINED_COPY);
        }
        return changed.isPresent() && row.deleted() ? Optional.of(Reason.UNDELETED) : fates.mergeReason;
    }

    /** MERGE-9: never into a deleted or edited copy, nor into another author's. */
    private static boolean isJoinable(EntityState copy, Author author) {
        return author.chained()
                && !copy.deleted()
                && copy.conflict()
                        .filter(origin -> !origin.edited() && origin.author().equals(author.name()))
                        .isPresent();
    }
}
