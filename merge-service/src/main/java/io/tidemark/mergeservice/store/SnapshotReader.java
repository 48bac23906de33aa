package io.tidemark.mergeservice.store;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.AuthoredRow;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.Head;
import io.tidemark.merge.batch.Logged;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.merge.lane.Ground;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads what a batch needs, each kind of thing in one statement. The scopes are locked first: what is read after that
 * cannot change before the commit (MS-3).
 */
final class SnapshotReader {
    private static final int ROWS_FETCHED = 250;

    private final Connection connection;
    private final Ground ground;
    private final long mostCharacters;

    SnapshotReader(Connection connection, Ground ground, long mostCharacters) {
        this.connection = connection;
        this.ground = ground;
        this.mostCharacters = mostCharacters;
    }

    Snapshot read(BatchKeys keys) throws SQLException, LostClaim {
        Map<ScopeKey, Head> heads = lockHeads(keys.scopes());
        Map<RowKey, EntityState> rows = rows(keys.rows(), keys.followUps());
        List<AuthoredRow> withoutRow = keys.followUps().stream()
                .filter(followUp -> !rows.containsKey(followUp.row()))
                .toList();
        // Before the marks: a line that the retention takes away between the two has raised its device's floor.
        Map<OperationKey, Logged> logged = logged(keys.operations());
        return new Snapshot(
                ground.epoch(),
                heads,
                members(keys.members()),
                marks(keys.devices()),
                logged,
                rows,
                refusals(withoutRow));
    }

    /** A scope begins with its first operation. */
    private Map<ScopeKey, Head> lockHeads(Collection<ScopeKey> scopes) throws SQLException, LostClaim {
        Map<ScopeKey, Head> heads = lockThoseThere(scopes);
        if (heads.size() == scopes.size()) {
            return heads;
        }
        try (SetStatement<ScopeKey> make = new SetStatement<>(connection, Sql.MAKE_SCOPES, scopes)) {
            make.text(ScopeKey::tenant).text(ScopeKey::scope).update();
        }
        Map<ScopeKey, Head> all = lockThoseThere(scopes);
        if (all.size() != scopes.size()) {
            throw new IllegalStateException("scopes vanished while they were locked");
        }
        return all;
    }

    /** MS-14: under these locks the epoch stays what it is; if it is not the one that was expected, nothing is merged. */
    private Map<ScopeKey, Head> lockThoseThere(Collection<ScopeKey> scopes) throws SQLException, LostClaim {
        Map<ScopeKey, Head> heads = new HashMap<>();
        try (SetStatement<ScopeKey> lock = new SetStatement<>(connection, Sql.LOCK_HEADS, scopes)) {
            ResultSet found = lock.text(ScopeKey::tenant).text(ScopeKey::scope).query();
            while (found.next()) {
                heads.put(scope(found), new Head(found.getLong(3), found.getLong(4)));
                Ground here = Epochs.ground(found, 5);
                if (!here.equals(ground)) {
                    throw new LostClaim(ground, here);
                }
            }
        }
        return heads;
    }

    private Set<MemberKey> members(Collection<MemberKey> keys) throws SQLException {
        Set<MemberKey> members = new HashSet<>();
        try (SetStatement<MemberKey> read = new SetStatement<>(connection, Sql.READ_MEMBERS, keys)) {
            ResultSet found = read.text(key -> key.scope().tenant())
                    .text(key -> key.scope().scope())
                    .text(MemberKey::subject)
                    .query();
            while (found.next()) {
                members.add(new MemberKey(scope(found), found.getString(3)));
            }
        }
        return members;
    }

    private Map<DeviceKey, Mark> marks(Collection<DeviceKey> keys) throws SQLException {
        Map<DeviceKey, Mark> marks = new HashMap<>();
        if (keys.isEmpty()) {
            return marks;
        }
        try (SetStatement<DeviceKey> read = new SetStatement<>(connection, Sql.READ_MARKS, keys)) {
            ResultSet found = read.text(key -> key.scope().tenant())
                    .text(key -> key.scope().scope())
                    .text(DeviceKey::subject)
                    .text(DeviceKey::device)
                    .query();
            while (found.next()) {
                marks.put(
                        new DeviceKey(scope(found), found.getString(3), found.getString(4)),
                        new Mark(found.getLong(5), found.getLong(6)));
            }
        }
        return marks;
    }

    private Map<OperationKey, Logged> logged(Collection<OperationKey> keys) throws SQLException {
        Map<OperationKey, Logged> logged = new HashMap<>();
        try (SetStatement<OperationKey> read = new SetStatement<>(connection, Sql.READ_LOG, keys)) {
            ResultSet found = read.text(key -> key.scope().tenant())
                    .text(key -> key.scope().scope())
                    .uuid(key -> key.operation().uuid())
                    .query();
            while (found.next()) {
                OperationId id = new OperationId(found.getObject(3, UUID.class));
                logged.put(new OperationKey(scope(found), id), LogColumns.read(found));
            }
        }
        return logged;
    }

    private Map<AuthoredRow, Reason> refusals(Collection<AuthoredRow> keys) throws SQLException {
        Map<AuthoredRow, Reason> refusals = new HashMap<>();
        if (keys.isEmpty()) {
            return refusals;
        }
        try (SetStatement<AuthoredRow> read = new SetStatement<>(connection, Sql.READ_REFUSALS, keys)) {
            ResultSet found = read.text(key -> key.row().scope().tenant())
                    .text(key -> key.row().scope().scope())
                    .text(key -> key.row().entity().type())
                    .text(key -> key.row().entity().id())
                    .text(AuthoredRow::subject)
                    .text(AuthoredRow::device)
                    .query();
            while (found.next()) {
                RowKey row = new RowKey(scope(found), new EntityKey(found.getString(3), found.getString(4)));
                AuthoredRow authored = new AuthoredRow(row, found.getString(5), found.getString(6));
                Reason.parse(found.getString(7)).ifPresent(reason -> refusals.put(authored, reason));
            }
        }
        return refusals;
    }

    private Map<RowKey, EntityState> rows(Collection<RowKey> keys, Collection<AuthoredRow> followUps)
            throws SQLException {
        Map<RowKey, EntityState> rows = new HashMap<>();
        if (keys.isEmpty()) {
            return rows;
        }
        long characters;
        try (SetStatement<RowKey> read = new SetStatement<>(connection, Sql.READ_ROWS, keys)) {
            characters = add(
                    rows,
                    0,
                    read.text(key -> key.scope().tenant())
                            .text(key -> key.scope().scope())
                            .text(key -> key.entity().type())
                            .text(key -> key.entity().id())
                            .query(ROWS_FETCHED));
        }
        if (followUps.isEmpty()) {
            return rows;
        }
        try (SetStatement<AuthoredRow> read = new SetStatement<>(connection, Sql.READ_COPIES, followUps)) {
            add(
                    rows,
                    characters,
                    read.text(key -> key.row().scope().tenant())
                            .text(key -> key.row().scope().scope())
                            .text(key -> key.row().entity().type())
                            .text(key -> key.row().entity().id())
                            .text(AuthoredRow::author)
                            .query(ROWS_FETCHED));
        }
        return rows;
    }

    /** @return how many characters these rows have */
    private long add(Map<RowKey, EntityState> rows, long before, ResultSet found) throws SQLException {
        long characters = 0;
        while (found.next()) {
            RowColumns.Columns columns = columns(found);
            characters += columns.size();
            if (before + characters > mostCharacters) {
                throw new TooMuchToRead(mostCharacters);
            }
            rows.put(new RowKey(scope(found), columns.key()), RowColumns.read(columns));
        }
        return characters;
    }

    private static RowColumns.Columns columns(ResultSet row) throws SQLException {
        return new RowColumns.Columns(
                new EntityKey(row.getString(3), row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getBoolean(8),
                row.getString(9),
                row.getString(10),
                row.getString(11));
    }

    private static ScopeKey scope(ResultSet row) throws SQLException {
        return new ScopeKey(row.getString(1), row.getString(2));
    }
}
