package io.tidemark.agent.store;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes unsent work out of a damaged database into a new one, in the transaction that makes the new one (AG-34). What is
 * certain to be as it was saved goes into the queue, under its id: the server replays what it knows. What is not becomes
 * a dead letter, that can only go again under a new id. What cannot be read is counted.
 */
final class Salvage {
    private final Session into;
    private final Instant now;
    private final Set<String> scopes = new HashSet<>();
    private int queued;
    private int deadLetters;
    private int unreadable;
    private boolean complete = true;

    Salvage(Session into, Instant now) {
        this.into = into;
        this.now = now;
    }

    private interface Taker<T> {
        void take(T row) throws SQLException;
    }

    void takeFrom(Path damaged) throws SQLException {
        try (Connection from = Connections.looking(damaged)) {
            takeBothWays(from, SalvageSql.DEAD_LETTERS, Letter::read, this::takeLetter);
            takeBothWays(from, SalvageSql.QUEUE, Queued::read, this::takeQueued);
            takeAll(from, SalvageSql.SUCCESSORS, Successor::read, this::takeSuccessor);
        }
        for (String scope : scopes) {
            int incomplete = Journal.buryIncomplete(into, scope, now, new HashSet<>());
            queued -= incomplete;
            deadLetters += incomplete;
        }
        into.update(QueueSql.LINK_ANEW);
        into.update(QueueSql.CHAINS_ANEW);
        for (ScopedEntity each : into.list(SalvageSql.QUEUED_ENTITIES, ScopedEntity::read)) {
            ViewRows.rebuild(into, each.scope(), each.entity());
        }
        into.update(
                SalvageSql.REMEMBER,
                now.toEpochMilli(),
                damaged.toString(),
                queued,
                deadLetters,
                unreadable,
                complete ? 1 : 0);
    }

    /** From the first row to the damage, and from the last one back to it. */
    private <T> void takeBothWays(Connection from, String sql, Session.RowReader<T> reader, Taker<T> taker)
            throws SQLException {
        if (!takeAll(from, sql, reader, taker)) {
            complete = false;
            takeAll(from, sql + " DESC", reader, taker);
        }
    }

    /** @return whether it came to the end */
    private static <T> boolean takeAll(Connection from, String sql, Session.RowReader<T> reader, Taker<T> taker)
            throws SQLException {
        try (DamagedTable<T> table = new DamagedTable<>(from, sql, reader)) {
            for (Optional<T> row = table.next(); row.isPresent(); row = table.next()) {
                taker.take(row.get());
            }
            return !table.isBroken();
        }
    }

    private record Letter(
            @Nullable String scope,
            @Nullable String payload,
            @Nullable String reason,
            boolean decided,
            long at) {
        static Letter read(ResultSet row) throws SQLException {
            return new Letter(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getLong(5));
        }
    }

    private void takeLetter(Letter letter) throws SQLException {
        Optional<Operation> operation = readable(letter.payload());
        if (operation.isEmpty() || letter.scope() == null || letter.reason() == null) {
            unreadable++;
            return;
        }
        bury(letter.scope(), operation.get(), letter.reason(), letter.decided(), letter.at());
    }

    private record Queued(
            long ordinal,
            @Nullable String scope,
            @Nullable String payload,
            @Nullable String fingerprint,
            long sends,
            long savedAt) {
        static Queued read(ResultSet row) throws SQLException {
            return new Queued(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getLong(6));
        }

        boolean isAsItWasSaved() {
            return payload != null
                    && ContentHash.of(payload.getBytes(StandardCharsets.UTF_8))
                            .text()
                            .equals(fingerprint);
        }
    }

    private void takeQueued(Queued row) throws SQLException {
        Optional<Operation> operation = readable(row.payload());
        if (operation.isEmpty() || row.scope() == null) {
            unreadable++;
        } else if (row.isAsItWasSaved()) {
            queue(row, row.scope(), Payload.asItWas(operation.get(), String.valueOf(row.payload())));
        } else {
            bury(row.scope(), operation.get(), Buried.STORE_DAMAGED.slug(), true, now.toEpochMilli());
        }
    }

    /** Under which id an edit goes on. An older database has none; what cannot be read is only an answer the less. */
    private record Successor(@Nullable String operation, long ordinal) {
        static Successor read(ResultSet row) throws SQLException {
            return new Successor(row.getString(1), row.getLong(2));
        }
    }

    private void takeSuccessor(Successor row) throws SQLException {
        into.update(SalvageSql.GOES_ON, row.operation(), row.ordinal());
    }

    private static Optional<Operation> readable(@Nullable String payload) {
        try {
            return Optional.ofNullable(payload).map(Stored::operation);
        } catch (StoreFailure notOurs) {
            return Optional.empty();
        }
    }

    /** Whether it was sent is no longer certain, so it counts as sent: its payload never changes. */
    private void queue(Queued row, String scope, Payload payload) throws SQLException {
        follow(scope);
        EntityKey entity = payload.operation().entity();
        queued += into.update(
                SalvageSql.QUEUE_AGAIN,
                row.ordinal(),
                payload.operation().id().toString(),
                scope,
                entity.type(),
                entity.id(),
                payload.kind(),
                payload.text(),
                payload.fingerprint(),
                payload.bytes(),
                Math.max(1, row.sends()),
                row.savedAt(),
                transaction(payload.operation()));
    }

    private void bury(String scope, Operation operation, String reason, boolean decided, long at) throws SQLException {
        follow(scope);
        deadLetters += into.update(
                DeadLetterSql.BURY,
                operation.id().toString(),
                scope,
                Payload.of(operation).text(),
                reason,
                decided ? 1 : 0,
                at,
                transaction(operation),
                null);
    }

    private void follow(String scope) throws SQLException {
        if (scopes.add(scope)) {
            into.update(StateSql.FOLLOW_SCOPE, scope);
        }
    }

    private static @Nullable String transaction(Operation operation) {
        return operation.transaction().map(part -> part.id().toString()).orElse(null);
    }
}
