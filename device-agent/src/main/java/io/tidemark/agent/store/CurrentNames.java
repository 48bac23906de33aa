package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Delete;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.schema.Lift;
import io.tidemark.protocol.schema.RowForm;
import java.util.Optional;

/** Operations that were made under an earlier declaration, in the names of today's (AG-39). Pure. */
public final class CurrentNames {
    private CurrentNames() {}

    /** Whether any type has ever called a field otherwise. */
    public static boolean mayDiffer(EntityTypes types) {
        return types.byName().values().stream().anyMatch(EntityType::hasHistory);
    }

    /** To be shown, and never to be sent: it says that it is of the version that it was made of. */
    public static Operation shown(Operation operation, EntityTypes types) {
        return changed(operation, types)
                .map(type -> inItsNames(operation, type))
                .orElse(operation);
    }

    /**
     * To be sent instead of one that never was. Empty if it needs no other, or if nothing would be left of it.
     *
     * @param id a new one: an id never has two payloads
     */
    public static Optional<Operation> anew(Operation operation, OperationId id, EntityTypes types) {
        return changed(operation, types).flatMap(type -> switch (inItsNames(operation, type)) {
            case Upsert u when u.fields().isEmpty() && u.changes().isEmpty() -> Optional.empty();
            case Upsert u ->
                Optional.of(new Upsert(
                        id,
                        u.entity(),
                        type.schema(),
                        u.fields(),
                        u.changes(),
                        u.basis(),
                        u.precondition(),
                        u.transaction()));
            case Delete d ->
                Optional.of(new Delete(id, d.entity(), type.schema(), d.basis(), d.precondition(), d.transaction()));
        });
    }

    /** The type, if it calls its fields otherwise than the operation's version did. */
    private static Optional<EntityType> changed(Operation operation, EntityTypes types) {
        return types.find(operation.entity().type())
                .filter(EntityType::hasHistory)
                .filter(type -> operation.schema() < type.schema());
    }

    private static Operation inItsNames(Operation operation, EntityType type) {
        RowForm form = new RowForm(type, type.schema());
        return switch (Lift.operation(operation, type).operation()) {
            case Upsert u ->
                u.inOtherWords(form.names(u.fields()), form.names(u.changes()), inItsNames(u.basis(), form));
            case Delete d -> d.inOtherWords(inItsNames(d.basis(), form));
        };
    }

    private static Basis inItsNames(Basis basis, RowForm form) {
        return switch (basis) {
            case Basis.Seen(var seen) -> Basis.Seen.of(form.names(seen));
            case Basis.Nothing nothing -> nothing;
            case Basis.BaseVersion version -> version;
        };
    }
}
