package io.tidemark.agent.store;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
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
    private final Optional<String> account;
    private final Instant now;
    private final Set<String> scopes = new HashSet<>();
    private int queued;
    private int deadLetters;
    private int unreadable;
    private boolean complete = true;

    /** @param account that opens the file; empty if it does not say */
    Salvage(Session into, Optional<String> account, Instant now) {
        this.into = into;
        this.account = account;
        this.now = now;
    }

    private interface Taker<T> {
        void take(T row) throws SQLException;
    }

    /** @throws StoreFailure if it is another account's work, or perhaps so; the file is left for whoever it belongs to */
    void takeFrom(Path damaged) throws SQLException {
        Owner owner;
        try (Connection from = Connections.looking(damaged)) {
            owner = Owner.of(from);
            owner.require(account);
            takeBothWays(from, SalvageSql.DEAD_LETTERS, Found::letter, this::takeLetter);
            takeBothWays(from, SalvageSql.QUEUE, Found::queued, this::takeQueued);
            takeAll(from, SalvageSql.SUCCESSORS, Successor::read, this::takeSuccessor);
        }
        hand(owner);
        for (String scope : scopes) {
            int incomplete = Journal.buryIncomplete(into, scope, now, new HashSet<>());
            queued -= incomplete;
            deadLetters += incomplete;
        }
        into.update(QueueSql.LINK_ANEW);
        into.update(QueueSql.CHAINS_ANEW);
        QueuedEntities.rebuildAll(into);
        into.update(
                SalvageSql.REMEMBER,
                now.toEpochMilli(),
                damaged.toString(),
                queued,
                deadLetters,
                unreadable,
                complete ? 1 : 0);
    }

    private void hand(Owner owner) throws SQLException {
        switch (owner) {
            case Owner.Account(String name) -> into.update(StateSql.CLAIM, name);
            case Owner.Nobody() -> {}
            case Owner.Unreadable() -> {
                if (account.isPresent() && queued + deadLetters + unreadable > 0) {
                    throw new StoreFailure(
                            "a damaged database holds unsent work, and it cannot be read whose it is; it was left as it is,"
                                    + " and who opens it without an account takes it over",
                            null);
                }
            }
        }
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

    /** Of either table; whatever may be missing in a damaged one is. */
    private record Found(
            @Nullable String operation,
            @Nullable String scope,
            @Nullable String payload,
            @Nullable String fingerprint,
            @Nullable String reason,
            boolean decided,
            long ordinal,
            long sends,
            long at) {
        static Found letter(ResultSet row) throws SQLException {
            return new Found(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    null,
                    row.getString(4),
                    row.getBoolean(5),
                    0,
                    0,
                    row.getLong(6));
        }

        static Found queued(ResultSet row) throws SQLException {
            return new Found(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    null,
                    false,
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7));
        }
    }

    private void takeLetter(Found row) throws SQLException {
        Optional<Payload> payload = payload(row);
        if (payload.isEmpty() || row.scope() == null || row.reason() == null) {
            unreadable++;
        } else {
            bury(row.scope(), payload.get(), row.reason(), row.decided(), row.at());
        }
    }

    private void takeQueued(Found row) throws SQLException {
        Optional<Payload> payload = payload(row);
        if (payload.isEmpty() || row.scope() == null) {
            unreadable++;
        } else if (payload.get().fingerprint().equals(row.fingerprint())) {
            queue(row, row.scope(), payload.get());
        } else {
            bury(row.scope(), payload.get(), Buried.STORE_DAMAGED.slug(), true, now.toEpochMilli());
        }
    }

    /** Empty if it cannot be read. A key that is missing is no such thing: it may be there the next time. */
    private Optional<Payload> payload(Found row) {
        if (row.operation() == null || row.scope() == null || row.payload() == null) {
            return Optional.empty();
        }
        return StoredPayload.read(into, row.scope(), row.operation(), row.payload());
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

    /** Whether it was sent is no longer certain, so it counts as sent: its payload never changes. */
    private void queue(Found row, String scope, Payload payload) throws SQLException {
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
                StoredPayload.seal(into, scope, payload),
                payload.fingerprint(),
                payload.bytes(),
                Math.max(1, row.sends()),
                row.at(),
                transaction(payload.operation()));
    }

    private void bury(String scope, Payload payload, String reason, boolean decided, long at) throws SQLException {
        follow(scope);
        Operation operation = payload.operation();
        deadLetters += into.update(
                DeadLetterSql.BURY,
                operation.id().toString(),
                scope,
                StoredPayload.seal(into, scope, payload),
                reason,
                decided ? 1 : 0,
                at,
                transaction(operation),
                null,
                operation.entity().type(),
                operation.entity().id());
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
