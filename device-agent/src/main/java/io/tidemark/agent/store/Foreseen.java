package io.tidemark.agent.store;

import io.tidemark.protocol.operation.EntityKey;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What rows become if the server did what the operations said that leave the overlay at a checkpoint. Where it did, and
 * these were the first of their entity, what is shown stays: laying all the others anew would come to the same. So a
 * queue that holds a hundred thousand edits of one entity drains in steps that read those that leave, and not the rest.
 */
final class Foreseen {
    /** Of more entities in one checkpoint the others are laid anew. */
    private static final int MOST_ENTITIES = 1_000;

    private final Session session;
    private final String scope;
    private final Map<EntityKey, Expected> rows = new HashMap<>();

    private static final class Expected {
        private final Laid laid;
        private long last;

        Expected(Laid laid) {
            this.laid = laid;
        }
    }

    private record Leaving(long ordinal, EntityKey entity, String operation, String payload, boolean resent) {}

    private Foreseen(Session session, String scope) {
        this.session = session;
        this.scope = scope;
    }

    static Foreseen nothing(Session session, String scope) {
        return new Foreseen(session, scope);
    }

    /** Before rows are taken from the stage, and before anything retires. */
    static Foreseen of(Session session, String scope, String epoch, long mark, long position) throws SQLException {
        Foreseen foreseen = new Foreseen(session, scope);
        session.each(
                FeedSql.LEAVING,
                row -> foreseen.add(new Leaving(
                        row.getLong(1),
                        new EntityKey(row.getString(2), row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getBoolean(6))),
                scope,
                mark,
                epoch,
                position);
        return foreseen;
    }

    private void add(Leaving leaving) throws SQLException {
        Expected expected = rows.get(leaving.entity());
        if (expected == null && rows.size() < MOST_ENTITIES) {
            expected = new Expected(new Laid(ViewRows.canonical(session, scope, leaving.entity())));
            rows.put(leaving.entity(), expected);
        }
        if (expected != null) {
            expected.laid.lay(session, scope, leaving.operation(), leaving.payload(), leaving.resent());
            expected.last = leaving.ordinal();
        }
    }

    /** Lays anew what did not come true. */
    void settle(Set<EntityKey> touched) throws SQLException {
        for (EntityKey entity : touched) {
            if (cameTrue(entity)) {
                session.touch(scope, entity.type());
            } else {
                ViewRows.rebuild(session, scope, entity);
            }
        }
    }

    private boolean cameTrue(EntityKey entity) throws SQLException {
        Expected expected = rows.get(entity);
        return expected != null
                && !session.exists(RowSql.IS_CONFLICT_COPY, scope, entity.type(), entity.id())
                && ViewRows.canonical(session, scope, entity).equals(expected.laid.fields())
                && !session.exists(RowSql.SHOWS_BEFORE, scope, entity.type(), entity.id(), expected.last);
    }
}
