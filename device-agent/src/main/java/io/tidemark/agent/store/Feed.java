package io.tidemark.agent.store;

import io.tidemark.agent.sync.Reader;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The feed's side of the worker: pages are staged, and shown at a checkpoint. Each method is one transaction, after
 * which the process may die; a reader that dies goes on from its stage.
 */
public final class Feed {
    private static final String FULL = "full";

    private final Database database;
    private final InstantSource clock;
    private final Journal journal;

    public Feed(Database database, InstantSource clock) {
        this(database, clock, Journal.Bounds.USUAL);
    }

    Feed(Database database, InstantSource clock, Journal.Bounds journal) {
        this.database = database;
        this.clock = clock;
        this.journal = new Journal(journal);
    }

    public Reader reader(String scope) {
        return database.read(session -> standing(session, scope).reader());
    }

    private record Standing(Reader reader, boolean full) {
        /** AG-10: a page that was asked for elsewhere, before a resync, is dropped. */
        boolean isStill(Reader asked) {
            return reader.position() == asked.position()
                    && reader.cursor().equals(asked.cursor())
                    && reader.epoch().equals(asked.epoch());
        }
    }

    private static Standing standing(Session session, String scope) throws SQLException {
        String device = OperationQueue.device(session);
        return session.first(
                        FeedSql.READER,
                        row -> new Standing(
                                new Reader(
                                        device,
                                        Optional.ofNullable(row.getString(1)),
                                        row.getLong(2),
                                        Optional.ofNullable(row.getString(3)),
                                        row.getBoolean(5),
                                        shown(row)),
                                FULL.equals(row.getString(4))),
                        scope)
                .orElseThrow(() -> new IllegalStateException("the agent does not follow this scope"));
    }

    private static Optional<Reader.Shown> shown(ResultSet row) throws SQLException {
        String epoch = row.getString(6);
        return epoch != null && FULL.equals(row.getString(4))
                ? Optional.of(new Reader.Shown(epoch, row.getLong(7)))
                : Optional.empty();
    }

    public void stage(String scope, Reader asked, ChangesPage page) {
        database.write(session -> stage(session, scope, asked, page));
    }

    private static boolean stage(Session session, String scope, Reader asked, ChangesPage page) throws SQLException {
        if (!standing(session, scope).isStill(asked)) {
            return false;
        }
        stageRows(session, scope, page);
        return session.update(FeedSql.MOVE_STAGE, page.epoch(), page.to(), page.cursor(), scope) > 0;
    }

    private static void stageRows(Session session, String scope, ChangesPage page) throws SQLException {
        for (CanonicalRow row : page.rows()) {
            EntityKey entity = row.entity();
            @Nullable
            StoredRow stored = row instanceof CanonicalRow.Live live
                    ? StoredRow.of(
                            session,
                            scope,
                            entity,
                            live.fields(),
                            live.conflict().orElse(null))
                    : null;
            session.update(
                    FeedSql.STAGE,
                    scope,
                    entity.type(),
                    entity.id(),
                    row.version(),
                    row.position(),
                    stored == null ? null : stored.fields(),
                    stored == null ? null : stored.sealed(),
                    stored == null ? null : stored.conflict());
        }
    }

    /** Drops the stage, and reads from the start as a full replacement; what is shown stays until its checkpoint. */
    public void startOver(String scope) {
        database.write(session -> {
            session.update(FeedSql.DROP_STAGED_ROWS, scope);
            return session.update(FeedSql.STAGE_IN_FULL, scope);
        });
    }

    /**
     * The checkpoint (AG-11 to AG-14): canonical rows taken from the stage, what the feed has passed retired, the
     * overlay laid again, the cursor moved. Nobody sees anything in between.
     *
     * @return whether the feed has passed operations whose outcome is not known
     */
    public boolean apply(String scope, Reader asked, ChangesPage page) {
        return database.write(session -> {
            Standing standing = standing(session, scope);
            if (!standing.isStill(asked)) {
                return false;
            }
            stageRows(session, scope, page);
            // AG-14: the mark of a device id that was given up says nothing of the new chain.
            long mark = standing.reader().device().equals(asked.device())
                    ? page.mark().orElse(0)
                    : 0;
            boolean restored = session.exists(FeedSql.WAS_OF_ANOTHER_EPOCH, scope, page.epoch());
            boolean laidAnew = standing.full() || restored;
            Foreseen foreseen = laidAnew
                    ? Foreseen.nothing(session, scope)
                    : Foreseen.of(session, scope, page.epoch(), mark, page.to());
            Set<EntityKey> touched = new LinkedHashSet<>();
            if (!standing.full()) {
                touched.addAll(session.list(FeedSql.QUEUED_ENTITIES_IN_STAGE, Feed::entity, scope));
            }
            takeRows(session, scope, standing.full());
            boolean forgotten = retire(session, scope, page, mark, restored, touched);
            touched.addAll(session.list(FeedSql.PASS_UNDECIDED, Feed::entity, scope, mark));
            foreseen.settle(touched);
            if (standing.full()) {
                QueuedEntities.rebuildOfScope(session, scope);
            }
            session.update(FeedSql.DROP_STAGED_ROWS, scope);
            session.update(FeedSql.MOVE_CURSOR, page.epoch(), page.to(), page.cursor(), clock.millis(), scope);
            return forgotten
                    || session.first(FeedSql.FIRST_UNDECIDED, row -> row.getLong(1), scope)
                            .filter(sequence -> sequence <= mark)
                            .isPresent();
        });
    }

    /**
     * Shows what there is, without a checkpoint (AG-11): nothing retires, for a row that has moved on is not here yet. A
     * full replacement is only staged: what it replaces is whole, and stays.
     */
    public void applyPart(String scope, Reader asked, ChangesPage page) {
        database.write(session -> {
            if (!stage(session, scope, asked, page) || standing(session, scope).full()) {
                return 0;
            }
            List<EntityKey> queued = session.list(
                    FeedSql.QUEUED_ENTITIES_IN_STAGE, row -> new EntityKey(row.getString(1), row.getString(2)), scope);
            takeRows(session, scope, false);
            for (EntityKey entity : queued) {
                ViewRows.rebuild(session, scope, entity);
            }
            session.update(FeedSql.DROP_STAGED_ROWS, scope);
            return session.update(FeedSql.MOVE_CURSOR_ON, page.epoch(), page.to(), page.cursor(), scope);
        });
    }

    /** Access to the scope is lost: what this device holds of it goes, and what was not decided becomes dead letters. */
    public void revoke(String scope) {
        database.write(session -> {
            Revocation.carryOut(session, scope, clock.millis());
            return 0;
        });
    }

    /** Set by set; entities with operations in the queue are laid anew one by one afterwards. */
    private static void takeRows(Session session, String scope, boolean full) throws SQLException {
        int changed = 0;
        if (full) {
            session.update(FeedSql.DROP_CANONICAL_NOT_STAGED, scope);
            changed += session.update(FeedSql.HIDE_NOT_STAGED, scope);
        }
        session.update(FeedSql.DROP_CANONICAL_TOMBSTONES, scope);
        changed += session.update(FeedSql.HIDE_TOMBSTONES, scope);
        session.update(FeedSql.TAKE_STAGED_ROWS, scope);
        changed += session.update(FeedSql.SHOW_STAGED_ROWS, scope);
        if (changed > 0) {
            session.touchAll(scope);
        }
    }

    /**
     * AG-14: outcome known, and passed by the feed, in one epoch. Outcomes of another epoch are void: the server that
     * gave them was restored, and is asked again.
     *
     * @param touched gets the entities whose overlay has changed
     * @return whether outcomes were forgotten
     */
    private boolean retire(
            Session session, String scope, ChangesPage page, long mark, boolean restored, Set<EntityKey> touched)
            throws SQLException {
        List<EntityKey> passed =
                session.list(FeedSql.ENTITIES_OF_PASSED, Feed::entity, scope, page.epoch(), mark, page.to());
        if (!passed.isEmpty()) {
            touched.addAll(passed);
            journal.keep(session, scope, page.epoch(), mark, page.to(), clock.instant());
            session.update(FeedSql.RETIRE, scope, page.epoch(), mark, page.to());
        }
        if (!restored) {
            return false;
        }
        touched.addAll(session.list(FeedSql.FORGET_PASSED, Feed::entity, scope));
        touched.addAll(session.list(FeedSql.RETIRE_REJECTED_OF_OTHER_EPOCHS, Feed::entity, scope, page.epoch()));
        int forgotten = session.update(FeedSql.FORGET_OUTCOMES_OF_OTHER_EPOCHS, scope, page.epoch());
        return Journal.sendAgain(session, scope, clock.instant(), touched) || forgotten > 0;
    }

    private static EntityKey entity(ResultSet row) throws SQLException {
        return new EntityKey(row.getString(1), row.getString(2));
    }
}
