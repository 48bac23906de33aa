package io.tidemark.merge;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.entity.FieldHistory;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the author of an operation had in sight: the seen rule, field by field. */
record Sight(Basis basis, boolean strict, Author author, EntityType type) {

    static Sight of(Operation operation, Author author, EntityType type) {
        // MERGE-2: a precondition that holds has compared the row as a whole.
        boolean strict = !(operation.precondition() instanceof Precondition.None);
        return new Sight(operation.basis(), strict, author, type);
    }

    /** MERGE-1: whether the author had the field's current value on the screen. */
    boolean covers(EntityState row, String field) {
        return strict
                || switch (basis) {
                    case Basis.Nothing() -> row.field(field).isEmpty();
                    case Basis.Seen ignored -> shown(field).matches(current(row, field));
                    case Basis.BaseVersion(long version) ->
                        // A version that is not there yet was read from other data: a restore, or a guess.
                        version <= row.version() && met(row.stamps().get(field), version);
                };
    }

    /** Whether the author had met the field's last change, as far as a version tells. */
    boolean hasMet(EntityState row, String field) {
        long readVersion = basis instanceof Basis.BaseVersion(long version) ? version : 0;
        return strict || met(row.stamps().get(field), readVersion);
    }

    /** MERGE-9: whether a copy holds the very value that the author goes on from. */
    boolean continues(EntityState copy, String field) {
        return copy.field(field).isPresent() && goesOn(copy, field);
    }

    /** Whether the author saw no entity where the row stands: never made, or known to be deleted. */
    boolean sawNothing(EntityState tombstone) {
        return switch (basis) {
            case Basis.Nothing() -> true;
            case Basis.Seen ignored -> strict;
            case Basis.BaseVersion(long version) -> strict || version == tombstone.version();
        };
    }

    /** Whether the author saw no entity, where there is no row at all. */
    boolean sawNothing() {
        return strict || basis instanceof Basis.Nothing;
    }

    /** Like {@link #continues}, and for a field that neither the author's screen nor the copy had. */
    boolean goesOn(EntityState copy, String field) {
        return basis instanceof Basis.Seen && shown(field).matches(current(copy, field));
    }

    /** What a three-way merge begins with. */
    Optional<Json> seenInFull(String field) {
        return shown(field) instanceof SeenValue.Value(Json value) ? Optional.of(value) : Optional.empty();
    }

    SeenValue seen(String field) {
        SeenValue seen = basis instanceof Basis.Seen(var fields) ? fields.get(field) : null;
        return seen == null ? new SeenValue.Absent() : seen;
    }

    /** SCHEMA-11: absent is the default. */
    Optional<Json> current(EntityState row, String field) {
        return row.field(field).or(() -> defaultOf(field));
    }

    /** SCHEMA-11, SCHEMA-12: who saw nothing there saw the default, and be it that his version does not know the field. */
    private SeenValue shown(String field) {
        SeenValue seen = seen(field);
        return seen instanceof SeenValue.Absent
                ? defaultOf(field).<SeenValue>map(SeenValue.Value::new).orElse(seen)
                : seen;
    }

    private Optional<Json> defaultOf(String field) {
        return type.field(field).map(Field::history).flatMap(FieldHistory::defaultValue);
    }

    /** Whether a reader of that version had met the change, or had made it himself. */
    boolean met(@Nullable Stamp stamp, long readVersion) {
        return stamp == null
                || stamp.version() <= readVersion
                || (author.chained() && stamp.author().equals(author.name()));
    }
}
