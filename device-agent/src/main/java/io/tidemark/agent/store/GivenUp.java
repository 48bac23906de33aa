package io.tidemark.agent.store;

import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.operation.EntityKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** AG-8: what cannot be sent leaves the queue for the dead letters, and blocks nothing behind it. */
final class GivenUp {
    private GivenUp() {}

    /** Its transaction goes with it; the operation behind it follows the one before it. */
    static void setAside(Session session, String scope, Slot slot, String reason, Instant now) throws SQLException {
        Optional<Place> place =
                session.first(QueueSql.PLACE, Place::read, slot.operation().toString(), slot.sequence());
        if (place.isPresent()) {
            takeOut(session, scope, place.get(), reason, now);
        }
    }

    /**
     * Where a unit of the queue stands: one operation, or all of a transaction.
     *
     * @param previous the sequence that the first of them follows
     */
    private record Place(long first, long last, long previous) {
        static Place read(ResultSet row) throws SQLException {
            return new Place(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    private static void takeOut(Session session, String scope, Place place, String reason, Instant now)
            throws SQLException {
        if (session.update(QueueSql.LINK_NEXT, place.previous(), scope, place.last()) == 0) {
            session.update(QueueSql.LINK_LATER_SAVES, place.previous(), scope);
        }
        Set<EntityKey> touched = new LinkedHashSet<>();
        Tally tally = new Tally();
        for (Burial.Body body :
                session.list(QueueSql.BODIES_BETWEEN, Burial.Body::read, scope, place.first(), place.last())) {
            tally.count(Tally.EXHAUSTED, 1);
            Burial.bury(session, scope, body, reason, false, now);
            touched.add(body.entity());
        }
        tally.keep(session);
        session.update(QueueSql.REMOVE_BETWEEN, scope, place.first(), place.last());
        for (EntityKey entity : touched) {
            ViewRows.rebuild(session, scope, entity);
        }
    }
}
