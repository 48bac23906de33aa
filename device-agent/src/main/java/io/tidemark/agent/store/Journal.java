package io.tidemark.agent.store;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.TransactionPart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the server has acknowledged, kept for a while: a server that is restored has forgotten the latest of it, and gets
 * it again under the same ids (AG-32).
 *
 * <p>Its time is the device's own, and goes on by a day at most from one checkpoint to the next: a clock that jumps by a
 * year makes nothing old.
 */
final class Journal {
    private static final Duration LONGEST_STEP = Duration.ofDays(1);
    private static final int STEP = 10;

    private final Bounds bounds;

    /** What the journal holds at most. */
    record Bounds(Duration age, long operations, long bytes) {
        static final Bounds USUAL = new Bounds(Duration.ofDays(7), 10_000, 32L * 1024 * 1024);
    }

    Journal(Bounds bounds) {
        this.bounds = bounds;
    }

    /** What the feed has passed, on its way out of the queue. */
    void keep(Session session, String scope, String epoch, long mark, long position, Instant now) throws SQLException {
        session.update(JournalSql.TICK, now.toEpochMilli(), LONGEST_STEP.toMillis());
        if (session.update(JournalSql.KEEP, scope, epoch, mark, position) > 0) {
            prune(session);
        }
    }

    /** The oldest go first, a transaction whole; with them the memory of the ids that had become theirs. */
    private void prune(Session session) throws SQLException {
        while (session.exists(JournalSql.IS_TOO_LARGE, bounds.operations(), bounds.bytes())) {
            drop(session, session.first(JournalSql.END_OF_OLDEST, row -> row.getLong(1), STEP));
        }
        drop(
                session,
                session.first(
                        JournalSql.END_OF_AGED,
                        row -> row.getLong(1),
                        bounds.age().toMillis()));
    }

    private static void drop(Session session, Optional<Long> upTo) throws SQLException {
        if (upTo.isPresent()) {
            session.update(JournalSql.DROP_UP_TO, upTo.get());
            session.update(JournalSql.FORGET_SUCCESSORS_UP_TO, upTo.get());
        }
    }

    /**
     * The server's data are another epoch's: everything goes again, before what was still queued, in a chain that is
     * linked anew behind all that the server may have seen. What is linked anew is asked for again, for no mark passes a
     * place that nothing was sent from.
     *
     * @param touched gets the entities whose overlay has changed
     * @return whether there was anything
     */
    static boolean sendAgain(Session session, String scope, Instant now, Set<EntityKey> touched) throws SQLException {
        touched.addAll(session.list(JournalSql.ENTITIES, Journal::entity, scope));
        boolean any = session.update(JournalSql.QUEUE_AGAIN, scope) > 0;
        session.update(JournalSql.DROP_OF_SCOPE, scope);
        if (any) {
            touched.addAll(Outcomes.forget(session, scope));
        }
        buryIncomplete(session, scope, now, touched);
        if (any) {
            session.update(JournalSql.LINK_BEHIND, scope);
            session.update(JournalSql.MOVE_CHAIN_END, scope);
        }
        return any;
    }

    /** A transaction is sent whole, or not at all. @return how many operations became dead letters */
    static int buryIncomplete(Session session, String scope, Instant now, Set<EntityKey> touched) throws SQLException {
        int buried = 0;
        for (Transaction transaction :
                session.list(JournalSql.TRANSACTIONS, Transaction.reader(session, scope), scope)) {
            if (transaction.isWhole()) {
                continue;
            }
            List<Burial.Body> bodies =
                    session.list(JournalSql.BODIES_OF_TRANSACTION, Burial.Body::read, transaction.id());
            for (Burial.Body body : bodies) {
                String reason = Buried.TRANSACTION_INCOMPLETE.slug();
                Burial.bury(session, scope, body, reason, true, now);
                touched.add(body.entity());
            }
            buried += session.update(JournalSql.DROP_TRANSACTION, transaction.id());
        }
        return buried;
    }

    private record Transaction(String id, int members, Optional<TransactionPart> part) {
        static Session.RowReader<Transaction> reader(Session session, String scope) {
            return row -> {
                Optional<Operation> first = StoredPayload.operation(session, scope, row.getString(4), row.getString(5));
                return new Transaction(row.getString(1), row.getInt(2), first.flatMap(Operation::transaction));
            };
        }

        boolean isWhole() {
            return part.filter(any -> any.size() == members).isPresent();
        }
    }

    private static EntityKey entity(ResultSet row) throws SQLException {
        return new EntityKey(row.getString(1), row.getString(2));
    }
}
