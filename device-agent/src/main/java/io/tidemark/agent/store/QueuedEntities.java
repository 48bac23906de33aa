package io.tidemark.agent.store;

import io.tidemark.protocol.operation.EntityKey;
import java.sql.SQLException;
import java.util.List;

/** Entities that have operations in the queue, laid anew page by page: there may be a million. */
final class QueuedEntities {
    private static final int PAGE = 500;
    private static final String ALL = """
            SELECT DISTINCT scope, type, entity FROM sync_queue WHERE (scope, type, entity) > (?, ?, ?)
            ORDER BY scope, type, entity LIMIT ?""";
    private static final String OF_SCOPE = """
            SELECT DISTINCT scope, type, entity FROM sync_queue WHERE scope = ? AND (type, entity) > (?, ?)
            ORDER BY type, entity LIMIT ?""";
    private static final String OF_TYPE = """
            SELECT DISTINCT scope, type, entity FROM sync_queue
            WHERE (scope, type, entity) > (?1, ?2, ?3) AND type = ?2 ORDER BY scope, type, entity LIMIT ?4""";

    private QueuedEntities() {}

    static void rebuildAll(Session session) throws SQLException {
        rebuild(session, ALL, new ScopedEntity("", new EntityKey("", "")));
    }

    static void rebuildOfScope(Session session, String scope) throws SQLException {
        rebuild(session, OF_SCOPE, new ScopedEntity(scope, new EntityKey("", "")));
    }

    static void rebuildOfType(Session session, String type) throws SQLException {
        rebuild(session, OF_TYPE, new ScopedEntity("", new EntityKey(type, "")));
    }

    private static void rebuild(Session session, String page, ScopedEntity before) throws SQLException {
        ScopedEntity last = before;
        List<ScopedEntity> found;
        do {
            found = session.list(
                    page,
                    ScopedEntity::read,
                    last.scope(),
                    last.entity().type(),
                    last.entity().id(),
                    PAGE);
            for (ScopedEntity each : found) {
                ViewRows.rebuild(session, each.scope(), each.entity());
                last = each;
            }
        } while (found.size() == PAGE);
    }
}
