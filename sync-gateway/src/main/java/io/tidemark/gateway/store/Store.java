package io.tidemark.gateway.store;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.admission.LogView;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Reads the store. One that cannot be reached, or not in time, or that too many wait for is a {@code 503}; a subject that is no member of the
 * scope is a {@code 404}, the same as for a scope that does not exist.
 */
@Singleton
public final class Store {
    private static final Logger LOG = Logger.getLogger(Store.class);

    /** Above the statement time-out that every connection sets, so that the database gives up first. */
    public static final Duration LIMIT = Duration.ofSeconds(6);

    /** Bytes of the fields of a page; the row that crosses it still belongs to the page. */
    private static final long PAGE_BYTES = 1024L * 1024;

    /** Of an entity's open copies in an explanation; the list of conflicts has all of them. */
    private static final long MOST_COPIES = 100;

    /** Of the versions of a row whose operations are looked for: a set may have a thousand elements. */
    private static final long MOST_VERSIONS = 200;

    private static final String[] CHANGE_THE_ROW = Arrays.stream(FieldFate.Kind.values())
            .filter(FieldFate.Kind::changesTheRow)
            .map(FieldFate.Kind::slug)
            .toArray(String[]::new);

    /** PostgreSQL's classes of errors that are defects of a statement or its data, and not trouble of the server. */
    private static final Set<String> DEFECTS = Set.of("22", "23", "42");

    /** The schema is not there yet: a class 42 that time heals. */
    private static final String UNDEFINED_TABLE = "42P01";

    private final Pool pool;

    Store(Pool pool) {
        this.pool = pool;
    }

    /** @param device empty for requests without a device chain */
    public Uni<LogView> lookUpOperations(Access access, Optional<String> device, Collection<OperationId> operations) {
        UUID[] ids = operations.stream().map(OperationId::uuid).toArray(UUID[]::new);
        return query(
                        Statements.LOOK_UP_OPERATIONS,
                        Tuple.of(access.tenant(), access.scope(), access.subject(), device.orElse(""), ids))
                .map(Store::members)
                .map(Rows::logView);
    }

    public Uni<EntityView> readEntity(Access access, EntityKey entity) {
        return query(
                        Statements.READ_ENTITY,
                        Tuple.of(access.tenant(), access.scope(), access.subject(), entity.type(), entity.id()))
                .map(Store::members)
                .map(Rows::entityView);
    }

    /**
     * @param device whose mark is read, too
     * @param after the position after which to read
     * @param limit rows, at least 1; up to twice as many if they are all that is ahead
     */
    public Uni<FeedView> readChanges(Access access, Optional<String> device, long after, int limit) {
        Tuple parameters = Tuple.tuple()
                .addString(access.tenant())
                .addString(access.scope())
                .addString(access.subject())
                .addString(device.orElse(""))
                .addLong(after)
                .addLong((long) limit)
                .addLong(PAGE_BYTES);
        return query(Statements.READ_CHANGES, parameters).map(Store::members).map(Rows::feedView);
    }

    /** @param limit copies, at least 1; fewer if they are large */
    public Uni<CopiesView> readOpenCopies(Access access, CopyRange range, int limit) {
        Tuple parameters = Tuple.tuple()
                .addString(access.tenant())
                .addString(access.scope())
                .addString(access.subject())
                .addString(range.type())
                .addString(range.of())
                .addString(range.id())
                .addLong((long) limit)
                .addLong(PAGE_BYTES);
        String statement =
                switch (range.which()) {
                    case ALL -> Statements.READ_COPIES;
                    case OF_TYPE -> Statements.READ_COPIES_OF_TYPE;
                    case OF_ENTITY -> Statements.READ_COPIES_OF_ENTITY;
                };
        return query(statement, parameters).map(Store::members).map(rows -> Rows.copiesView(range, rows));
    }

    /** The one thing that a gateway writes: that a cursor of this epoch is ahead of its scope's head. */
    public Uni<Void> witnessAhead(Access access, String epoch, long position) {
        Tuple parameters = Tuple.of(access.tenant(), access.scope(), epoch, position);
        return pool.withTransaction(connection -> connection
                        .query(Statements.WRITE)
                        .execute()
                        .chain(() -> connection
                                .preparedQuery(Statements.WITNESS_AHEAD)
                                .execute(parameters)))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure(Store::isTrouble)
                .transform(Store::unavailable)
                .replaceWithVoid();
    }

    /** @param limit lines of the entity's history, at least 1 */
    public Uni<ExplanationView> readExplanation(Access access, EntityKey entity, int limit) {
        Tuple parameters = Tuple.tuple()
                .addString(access.tenant())
                .addString(access.scope())
                .addString(access.subject())
                .addString(entity.type())
                .addString(entity.id())
                .addLong((long) limit)
                .addArrayOfString(CHANGE_THE_ROW)
                .addLong(MOST_VERSIONS)
                .addLong(MOST_COPIES)
                .addLong(PAGE_BYTES);
        return query(EntityStatements.EXPLAIN, parameters)
                .map(Store::members)
                .map(rows -> EntityRows.explanation(rows, limit));
    }

    /**
     * What the merge would read for that operation.
     *
     * @param author as rows name him
     * @param device empty for requests without a device chain
     */
    public Uni<DryRunView> readForDryRun(
            Access access, EntityKey entity, OperationId operation, String author, Optional<String> device) {
        Tuple parameters = Tuple.tuple()
                .addString(access.tenant())
                .addString(access.scope())
                .addString(access.subject())
                .addString(entity.type())
                .addString(entity.id())
                .addUUID(operation.uuid())
                .addString(author)
                .addString(device.orElse(""));
        return query(EntityStatements.DRY_RUN, parameters).map(Store::members).map(EntityRows::dryRun);
    }

    /** Whether the database is reached, with its schema. */
    public Uni<Boolean> isReached() {
        return query(Statements.READ_EPOCH, Tuple.tuple())
                .map(rows -> rows.size() == 1)
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<RowSet<Row>> query(String statement, Tuple parameters) {
        return pool.preparedQuery(statement)
                .execute(parameters)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure(Store::isTrouble)
                .transform(Store::unavailable);
    }

    private static RowSet<Row> members(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            throw new Refusal(ProblemType.STORE_UNAVAILABLE, "the store has no epoch yet");
        }
        if (!rows.iterator().next().getBoolean("member")) {
            throw new Refusal(ProblemType.SCOPE_NOT_FOUND);
        }
        return rows;
    }

    private static boolean isTrouble(Throwable failure) {
        if (!(failure instanceof PgException refused) || refused.getSqlState() == null) {
            return true;
        }
        String state = refused.getSqlState();
        return state.equals(UNDEFINED_TABLE) || !DEFECTS.contains(state.substring(0, 2));
    }

    private static Throwable unavailable(Throwable failure) {
        if (failure instanceof ConnectionPoolTooBusyException) {
            return new Refusal(ProblemType.OVERLOADED, "too many requests wait for the database");
        }
        LOG.debugf("The store is not available: %s", failure);
        return new Refusal(ProblemType.STORE_UNAVAILABLE);
    }
}
