package io.tidemark.agent.store;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.TransactionPart;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the user does with edits that the server refused. Each call is one transaction: a letter leaves only together with
 * what becomes of it.
 */
public final class DeadLetters {
    /** So many are listed at once, the oldest; the rest follows when these are dealt with. */
    public static final int MOST_LISTED = 1_000;

    private final Database database;
    private final Edits edits;

    public DeadLetters(Database database, Edits edits) {
        this.database = database;
        this.edits = edits;
    }

    /** Oldest first, at most {@link #MOST_LISTED}. */
    public List<DeadLetter> list(String scope) {
        return database.read(session -> {
            List<DeadLetter> letters = new ArrayList<>();
            for (Letter letter :
                    session.list(DeadLetterSql.OLDEST, Letter.reader(session, scope), scope, MOST_LISTED)) {
                EntityKey entity = letter.operation().entity();
                Optional<SortedMap<String, Json>> canonical = ViewRows.canonical(session, scope, entity);
                letters.add(
                        new DeadLetter(letter.operation(), letter.reason(), letter.decided(), letter.at(), canonical));
            }
            return letters;
        });
    }

    /**
     * @param isReadable whether its payload is; else the operation says only what it was about
     * @param ordinal the place in the queue that the operation had; 0 if it is not known
     */
    private record Letter(
            Operation operation, boolean isReadable, String reason, boolean decided, Instant at, long ordinal) {
        static Session.RowReader<Letter> reader(Session session, String scope) {
            return row -> {
                String id = row.getString(6);
                Optional<Operation> operation = StoredPayload.operation(session, scope, id, row.getString(1));
                EntityKey entity = new EntityKey(row.getString(7), row.getString(8));
                return new Letter(
                        operation.orElseGet(() -> nothingOf(id(id), entity)),
                        operation.isPresent(),
                        row.getString(2),
                        row.getBoolean(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        row.getLong(5));
            };
        }
    }

    private static OperationId id(String text) {
        return OperationId.parse(text)
                .orElseThrow(() -> new StoreFailure("the dead letters hold an id that is none", null));
    }

    private static Operation nothingOf(OperationId id, EntityKey entity) {
        return new Operation.Upsert(id, entity, 1, new TreeMap<>(), new Basis.Nothing(), new Precondition.None());
    }

    /**
     * Queues the letter again, with what its author saw then; together with the others of its transaction. A refusal
     * that is the operation's outcome belongs to its id for ever, so such a letter goes under a new one (AG-15).
     *
     * @return the id under which it goes; empty if there is no such letter, or its payload was damaged
     */
    public Optional<OperationId> retry(String scope, OperationId id) {
        return edits.write(scope, (session, open, now) -> {
            if (find(session, scope, id).filter(Letter::isReadable).isEmpty()) {
                return Optional.empty();
            }
            List<Letter> letters = take(session, scope, id, Letter::isReadable);
            List<Again> all = new ArrayList<>();
            boolean asSent = isWhole(letters) && letters.stream().noneMatch(Letter::decided);
            for (Letter letter : letters) {
                Operation operation = letter.operation();
                Operation again = asSent ? operation : Drafts.as(operation, edits.newId(), Optional.empty());
                all.add(new Again(letter, open.again(again)));
            }
            if (asSent) {
                open.queueAsSent(now);
            } else {
                open.queueTogether(now);
            }
            for (Again each : all) {
                goOn(session, each.letter(), each.id());
            }
            return all.stream()
                    .filter(each -> each.letter().operation().id().equals(id))
                    .map(Again::id)
                    .findFirst();
        });
    }

    /** A letter, and the id under which it goes now. */
    private record Again(Letter letter, OperationId id) {}

    /** Who asks for an id that the letter had is told of the queue's. */
    private static void goOn(Session session, Letter letter, OperationId as) throws SQLException {
        OperationId was = letter.operation().id();
        session.update(QueueSql.MOVE_SUCCESSORS, as.toString(), letter.ordinal());
        if (!was.equals(as)) {
            session.update(QueueSql.GOES_ON_AS, was.toString(), as.toString());
        }
    }

    /** What was sent as one transaction is known to the server by its ids and as a whole, or not at all. */
    private static boolean isWhole(List<Letter> letters) {
        return letters.getFirst()
                .operation()
                .transaction()
                .map(part -> part.size() == letters.size())
                .orElse(true);
    }

    /**
     * Saves what the letter wanted, with these values in the place of its own, on what is shown now; others of its
     * transaction stay.
     *
     * @return empty if there is no such letter, or if the row has these values already: then the letter is gone, too
     * @throws InvalidOperation if they could never be accepted; the letter stays
     */
    public Optional<OperationId> edit(String scope, OperationId id, Map<String, Json> fields) {
        return edits.write(scope, (session, open, now) -> {
            Optional<Letter> letter = find(session, scope, id);
            if (letter.isEmpty()) {
                return Optional.empty();
            }
            session.update(DeadLetterSql.REMOVE, scope, id.toString());
            Optional<OperationId> saved = open.saveOver(letter.get().operation(), fields);
            open.queue(now);
            return saved;
        });
    }

    /**
     * Makes an entity of its own of the row as the letter wanted it; others of its transaction stay.
     *
     * @param copy the new entity's id
     * @return empty if there is no such letter
     * @throws IllegalArgumentException if the letter is a delete or was damaged, or there is an entity of that id
     */
    public Optional<OperationId> keepAsCopy(String scope, OperationId id, String copy) {
        return edits.write(scope, (session, open, now) -> {
            Optional<Letter> letter = find(session, scope, id);
            if (letter.isEmpty()) {
                return Optional.empty();
            }
            if (!letter.get().isReadable()) {
                throw new IllegalArgumentException("a damaged letter has nothing to keep");
            }
            Operation operation = letter.get().operation();
            EntityKey entity = operation.entity();
            SortedMap<String, Json> wanted = Overlay.lay(
                            open.visible(entity).map(VisibleRow::fields),
                            CurrentNames.shown(operation, session.types()))
                    .orElseThrow(() -> new IllegalArgumentException("a delete has nothing to keep"));
            session.update(DeadLetterSql.REMOVE, scope, id.toString());
            Optional<OperationId> saved = open.create(new EntityKey(entity.type(), copy), wanted);
            open.queue(now);
            return saved;
        });
    }

    /** Gives the letter up, with the others of its transaction. @return how many there were */
    public int discard(String scope, OperationId id) {
        return edits.write(scope, (session, open, now) -> take(session, scope, id, letter -> true)
                .size());
    }

    private static Optional<Letter> find(Session session, String scope, OperationId id) throws SQLException {
        return session.first(DeadLetterSql.ONE, Letter.reader(session, scope), scope, id.toString());
    }

    /** The letter, or all of its transaction in their order; they are out of the store. */
    private static List<Letter> take(Session session, String scope, OperationId id, Predicate<Letter> which)
            throws SQLException {
        List<Letter> letters =
                session
                        .list(DeadLetterSql.WITH_ITS_TRANSACTION, Letter.reader(session, scope), scope, id.toString())
                        .stream()
                        .filter(which)
                        .sorted(Comparator.comparingInt(letter -> letter.operation()
                                .transaction()
                                .map(TransactionPart::place)
                                .orElse(1)))
                        .toList();
        for (Letter letter : letters) {
            session.update(DeadLetterSql.REMOVE, scope, letter.operation().id().toString());
        }
        return letters;
    }
}
