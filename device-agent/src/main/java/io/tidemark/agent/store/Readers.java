package io.tidemark.agent.store;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Connections that read beside the writer and beside each other, so that a short look does not wait for a long query.
 * Each serves one thread at a time; one is made when none is to spare, and there are never more than {@link #MOST}.
 */
final class Readers {
    /** One for a screen's query, one for what an observer reads, one for a look at the status. */
    static final int MOST = 3;

    private final Source source;
    private final Semaphore free = new Semaphore(MOST, true);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Makes one more connection. */
    interface Source {
        Session open() throws SQLException;
    }

    Readers(Source source) {
        this.source = source;
    }

    /** Waits while all are in use. Whoever takes one gives it back. */
    Session take() throws SQLException {
        free.acquireUninterruptibly();
        try {
            if (closed) {
                throw new SQLException("the database is closed");
            }
            Session warm = idle.pollFirst();
            return warm != null ? warm : source.open();
        } catch (SQLException | RuntimeException e) {
            free.release();
            throw e;
        }
    }

    void giveBack(Session session) {
        idle.addFirst(session);
        free.release();
    }

    /** Waits for those that are in use. */
    void close() throws SQLException {
        free.acquireUninterruptibly(MOST);
        try {
            closed = true;
            for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
                session.connection().close();
            }
        } finally {
            free.release(MOST);
        }
    }
}
