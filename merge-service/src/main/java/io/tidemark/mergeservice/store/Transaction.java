package io.tidemark.mergeservice.store;

import io.tidemark.merge.StampCodec;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.merge.batch.Span;
import io.tidemark.merge.lane.Ground;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the merge, in the order in which its steps are called: claim, read, write, commit. Closing it
 * before the commit rolls it back.
 */
public final class Transaction implements AutoCloseable {
    private final Connection connection;
    private final String topicId;
    private final Ground ground;
    private boolean committed;

    Transaction(Connection connection, String topicId, Ground ground) {
        this.connection = connection;
        this.topicId = topicId;
        this.ground = ground;
    }

    /** MS-1: all partitions of the batch, or none. Comes first: a zombie must not even wait for a scope. */
    public void claim(Collection<Claim> claims) throws SQLException, LostClaim {
        if (claims.isEmpty()) {
            return;
        }
        try (SetStatement<Claim> claim = new SetStatement<>(connection, Sql.CLAIM_POSITIONS, claims)) {
            int claimed = claim.partition(Claim::partition)
                    .number(Claim::expected)
                    .number(Claim::next)
                    .common(topicId)
                    .update();
            if (claimed != claims.size()) {
                throw new LostClaim(claims.size(), claimed);
            }
        }
    }

    /**
     * Locks the scopes, then reads all that the batch needs.
     *
     * @param mostCharacters of the rows that are read
     * @throws TooMuchToRead beyond that
     * @throws LostClaim MS-14: if this is not the database, or not the epoch, that the batch was made for
     */
    public Snapshot read(BatchKeys keys, long mostCharacters) throws SQLException, LostClaim {
        return new SnapshotReader(connection, ground, mostCharacters).read(keys);
    }

    public void keepPoison(Collection<PoisonRecord> poison) throws SQLException {
        if (poison.isEmpty()) {
            return;
        }
        try (SetStatement<PoisonRecord> keep = new SetStatement<>(connection, Sql.KEEP_POISON, poison)) {
            keep.common(topicId)
                    .partition(each -> each.record().partition())
                    .number(each -> each.record().offset())
                    .bytes(each -> each.record().key())
                    .bytes(each -> each.record().value())
                    .text(PoisonRecord::error)
                    .update();
        }
    }

    /** @param rows those of the plan */
    public void write(Plan plan, List<StoredRow> rows) throws SQLException {
        moveHeads(plan);
        writeRows(rows);
        writeLog(plan.log());
        writeMarks(plan.marks());
    }

    private void moveHeads(Plan plan) throws SQLException {
        List<Map.Entry<ScopeKey, Span>> moved = plan.spans().entrySet().stream()
                .filter(span -> span.getValue().from() != span.getValue().to())
                .toList();
        if (moved.isEmpty()) {
            return;
        }
        try (SetStatement<Map.Entry<ScopeKey, Span>> move = new SetStatement<>(connection, Sql.MOVE_HEADS, moved)) {
            move.text(each -> each.getKey().tenant())
                    .text(each -> each.getKey().scope())
                    .number(each -> each.getValue().to())
                    .update();
        }
    }

    private void writeRows(List<StoredRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (SetStatement<StoredRow> write = new SetStatement<>(connection, Sql.WRITE_ROWS, rows)) {
            write.text(row -> row.scope().tenant())
                    .text(row -> row.scope().scope())
                    .text(row -> row.state().key().type())
                    .text(row -> row.state().key().id())
                    .number(row -> row.state().version())
                    .number(row -> row.state().incarnation())
                    .number(row -> row.state().position())
                    .flag(row -> row.state().deleted())
                    .text(StoredRow::fields)
                    .text(row ->
                            CanonicalJson.write(StampCodec.write(row.state().stamps())))
                    .text(row -> row.conflict().orElse(null))
                    .text(row -> row.state().conflict().map(ConflictOrigin::of).orElse(null))
                    .update();
        }
    }

    /** How many open copies these entities have now, as far as they are counted. */
    public List<CopiedEntity> countCopies(Collection<RowKey> entities) throws SQLException {
        List<CopiedEntity> counted = new ArrayList<>();
        if (entities.isEmpty()) {
            return counted;
        }
        try (SetStatement<RowKey> count = new SetStatement<>(connection, Sql.COUNT_COPIES, entities)) {
            ResultSet found = count.text(key -> key.scope().tenant())
                    .text(key -> key.scope().scope())
                    .text(key -> key.entity().type())
                    .text(key -> key.entity().id())
                    .query();
            while (found.next()) {
                ScopeKey scope = new ScopeKey(found.getString(1), found.getString(2));
                RowKey entity = new RowKey(scope, new EntityKey(found.getString(3), found.getString(4)));
                counted.add(new CopiedEntity(entity, found.getInt(5)));
            }
        }
        return counted;
    }

    private void writeLog(List<LogEntry> log) throws SQLException {
        if (log.isEmpty()) {
            return;
        }
        try (SetStatement<LogEntry> write = new SetStatement<>(connection, Sql.WRITE_LOG, log)) {
            write.text(entry -> entry.key().scope().tenant())
                    .text(entry -> entry.key().scope().scope())
                    .uuid(entry -> entry.key().operation().uuid())
                    .text(entry -> entry.fingerprint().toString())
                    .text(LogEntry::subject)
                    .text(entry -> entry.device().orElse(null))
                    .number(entry -> entry.sequence().orElse(null))
                    .text(entry -> entry.entity().map(EntityKey::type).orElse(null))
                    .text(entry -> entry.entity().map(EntityKey::id).orElse(null))
                    .uuid(entry -> entry.transaction().orElse(null))
                    .text(entry -> entry.outcome().status().slug())
                    .text(entry -> entry.outcome().reason().map(Reason::slug).orElse(null))
                    .number(entry -> orNull(entry.outcome().version()))
                    .number(entry -> orNull(entry.outcome().position()))
                    .text(entry -> LogColumns.writeCopies(entry.outcome().conflictCopies()))
                    .text(LogColumns::writeFates)
                    .text(entry -> entry.traceparent().orElse(null))
                    .update();
        }
    }

    private void writeMarks(Map<DeviceKey, Long> marks) throws SQLException {
        if (marks.isEmpty()) {
            return;
        }
        try (SetStatement<Map.Entry<DeviceKey, Long>> write =
                new SetStatement<>(connection, Sql.WRITE_MARKS, marks.entrySet())) {
            write.text(mark -> mark.getKey().scope().tenant())
                    .text(mark -> mark.getKey().scope().scope())
                    .text(mark -> mark.getKey().subject())
                    .text(mark -> mark.getKey().device())
                    .number(Map.Entry::getValue)
                    .update();
        }
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    public void commit() throws SQLException {
        connection.commit();
        committed = true;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!committed) {
                connection.rollback();
            }
        }
    }
}
