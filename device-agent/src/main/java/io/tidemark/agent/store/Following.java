package io.tidemark.agent.store;

import java.sql.SQLException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What stays on the device of a scope that is followed no more. */
public final class Following {
    private final Database database;

    public Following(Database database) {
        this.database = database;
    }

    /** Operations without an outcome, and dead letters, by scope; of all scopes but these, where there are any. */
    public SortedMap<String, Long> unsentBut(Set<String> followed) {
        SortedMap<String, Long> unsent = new TreeMap<>();
        database.read(session ->
                session.list(FollowingSql.UNSENT_BY_SCOPE, row -> unsent.put(row.getString(1), row.getLong(2))));
        unsent.keySet().removeAll(followed);
        unsent.values().removeIf(operations -> operations == 0);
        return unsent;
    }

    /**
     * Asked before the work for the scope is ended; in a transaction, so that nobody asks from within another.
     *
     * @throws UnsentWork if there is some, and it is not to be kept
     */
    public void check(String scope, boolean keepUnsent) {
        database.write(session -> unsent(session, scope, keepUnsent));
    }

    private static long unsent(Session session, String scope, boolean keep) throws SQLException {
        long unsent =
                session.first(FollowingSql.UNSENT, row -> row.getLong(1), scope).orElse(0L);
        if (unsent > 0 && !keep) {
            throw new UnsentWork(unsent);
        }
        return unsent;
    }

    /**
     * Rows, cursor and what the server has decided go, in one transaction; unsent work stays, and shows when the scope is
     * followed again.
     *
     * @throws UnsentWork if there is some, and it is not to be kept
     * @return how much of it was kept
     */
    public long unfollow(String scope, boolean keepUnsent) {
        return database.write(session -> {
            long unsent = unsent(session, scope, keepUnsent);
            for (String sql : FollowingSql.FORGET) {
                session.update(sql, scope);
            }
            QueuedEntities.rebuildOfScope(session, scope);
            session.touchAll(scope);
            return unsent;
        });
    }
}
