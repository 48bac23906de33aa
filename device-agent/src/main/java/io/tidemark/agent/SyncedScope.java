package io.tidemark.agent;

import io.tidemark.agent.observe.Observers;
import io.tidemark.agent.store.DeadLetter;
import io.tidemark.agent.store.InvalidOperation;
import io.tidemark.agent.store.OpenTransaction;
import io.tidemark.agent.store.Query;
import io.tidemark.agent.store.QueueFigures;
import io.tidemark.agent.store.SignedOut;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.TransactionTooLarge;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.agent.worker.Worker;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The data of one scope on this device. Every call works offline, and may come from any thread; none of them waits for
 * the network but {@code awaitSynced}. When the scope is unfollowed, there are no rows any more, and what would change
 * something throws {@link IllegalStateException}.
 */
public final class SyncedScope {
    private final String name;
    private final Store store;
    private final Worker worker;
    private final Observers<Watch> observers;

    SyncedScope(String name, Store store, Worker worker, Observers<Watch> observers) {
        this.name = name;
        this.store = store;
        this.worker = worker;
        this.observers = observers;
    }

    public String name() {
        return name;
    }

    /**
     * Makes or changes an entity. Durable when it returns. Counters and sets are given as values, too: what is sent is
     * the difference to what was shown, and it merges with what others did.
     *
     * @param fields only those that the user changed; others stay as they are
     * @return the operation's id; empty if the fields already have these values
     * @throws InvalidOperation if the server could never accept it; nothing was stored
     * @throws StoreFailure if it could not be stored, as on a full disk
     * @throws SignedOut if the user signs out; so do all other edits
     */
    public Optional<OperationId> save(String type, String id, Map<String, Json> fields) {
        return announced(followed().edits().save(name, new EntityKey(type, id), fields));
    }

    /**
     * Like {@link #save(String, String, Map)}, for an app whose screen may be older than the database: a value that
     * arrived while the user was typing is one that he has not seen, and is not overwritten.
     *
     * @param shown the row as it was on the screen, the app's own edits included; empty if there was none
     */
    public Optional<OperationId> save(String type, String id, Optional<VisibleRow> shown, Map<String, Json> fields) {
        return announced(followed().edits().save(name, new EntityKey(type, id), shown, fields));
    }

    /** Deletes a row as it was on the screen. */
    public Optional<OperationId> delete(VisibleRow shown) {
        return announced(followed().edits().delete(name, shown));
    }

    /**
     * Deletes what is shown of an entity; what the user had not seen is kept by the merge.
     *
     * @return empty if there is nothing to delete
     */
    public Optional<OperationId> delete(String type, String id) {
        return announced(followed().edits().delete(name, new EntityKey(type, id)));
    }

    /**
     * Edits that apply whole or not at all, here and on the server. The work runs inside the database's transaction, so
     * it is short, and makes its edits by what it is handed: whatever it throws, nothing was stored.
     *
     * @return the operations, in their order; none if nothing changed
     * @throws TransactionTooLarge beyond 50 operations or 512 KiB
     */
    public List<OperationId> transaction(Consumer<OpenTransaction> work) {
        return announced(followed().edits().transaction(name, work));
    }

    public Optional<VisibleRow> get(String type, String id) {
        return store.rows().get(name, new EntityKey(type, id));
    }

    /** All visible rows of a type, in the order of their ids; conflict copies say so in {@code conflict}. */
    public List<VisibleRow> query(String type) {
        return query(Query.of(type));
    }

    /** @throws IllegalArgumentException if it names a field that its type does not declare */
    public List<VisibleRow> query(Query query) {
        return store.rows().query(name, query);
    }

    /**
     * The rows of a query now, and again whenever they have changed: by the user, or by others. The latest ones are told;
     * a subscriber that is slow misses those in between, and nothing is kept for him. One thread tells all subscribers of
     * an agent, so {@code onNext} hands over to the thread that draws, and returns. Completes when the agent is closed.
     *
     * @throws IllegalArgumentException if it names a field that its type does not declare
     */
    public Flow.Publisher<List<VisibleRow>> observe(Query query) {
        store.rows().check(query);
        return observers.publisher(
                new Watch(name, Optional.of(query.type())), () -> store.rows().query(name, query), List::equals);
    }

    /** Values that lost, of any author. */
    public List<VisibleRow> conflictCopies() {
        return store.rows().conflictCopies(name);
    }

    /**
     * Puts a conflict copy's values into the row that they were meant for, and deletes the copy, in one transaction.
     *
     * @return the operations; none if there is no such conflict copy
     * @throws InvalidOperation if the row cannot take them, as a counter at its end; nothing was stored
     */
    public List<OperationId> keepMine(EntityKey copy) {
        return announced(followed().conflictCopies().keepMine(name, copy));
    }

    /** Leaves the row as it is, and deletes the conflict copy. @return none if there is no such conflict copy */
    public List<OperationId> keepTheirs(EntityKey copy) {
        return announced(followed().conflictCopies().keepTheirs(name, copy));
    }

    /**
     * Leaves the row as it is, and makes an entity of its own of it with the copy's values, in one transaction.
     *
     * @param id the new entity's
     * @return the operations; none if there is no such conflict copy
     * @throws IllegalArgumentException if there is an entity of that id
     */
    public List<OperationId> keepBoth(EntityKey copy, String id) {
        return announced(followed().conflictCopies().keepBoth(name, copy, id));
    }

    /** Edits that the server refused, oldest first, at most 1,000 at once; the status says how many there are. */
    public List<DeadLetter> deadLetters() {
        return store.deadLetters().list(name);
    }

    /**
     * Sends a dead letter again, together with the others of its transaction.
     *
     * @return the id under which it goes; empty if there is no such letter
     */
    public Optional<OperationId> retry(OperationId deadLetter) {
        return announced(followed().deadLetters().retry(name, deadLetter));
    }

    /**
     * Saves what a dead letter wanted, with these values in the place of its own, on what is shown now.
     *
     * @param fields only those that are to be others; the letter's own go with them
     * @return empty if there is no such letter, or the row has these values already
     * @throws InvalidOperation if the server could never accept them; the letter stays
     */
    public Optional<OperationId> edit(OperationId deadLetter, Map<String, Json> fields) {
        return announced(followed().deadLetters().edit(name, deadLetter, fields));
    }

    /**
     * Makes an entity of its own of the row as a dead letter wanted it.
     *
     * @param id the new entity's
     * @return empty if there is no such letter
     * @throws IllegalArgumentException if the letter is a delete, or there is an entity of that id
     */
    public Optional<OperationId> keepAsCopy(OperationId deadLetter, String id) {
        return announced(followed().deadLetters().keepAsCopy(name, deadLetter, id));
    }

    /** Gives a dead letter up, with the others of its transaction. @return how many there were */
    public int discard(OperationId deadLetter) {
        return followed().deadLetters().discard(name, deadLetter);
    }

    /**
     * Writes the dead letters as one JSON document, for the user to keep. They stay.
     *
     * @return how many there were
     */
    public long exportDeadLetters(Appendable to) throws IOException {
        return store.export().deadLetters(name, to);
    }

    /** The same, of all that has not reached the server: the queue, then the dead letters. */
    public long exportUnsent(Appendable to) throws IOException {
        return store.export().unsent(name, to);
    }

    public SyncStatus syncStatus() {
        QueueFigures figures = store.rows().figures(name);
        WaitReason waiting = waiting();
        Instant now = store.time().instant();
        return new SyncStatus(
                figures.depth(),
                figures.undecided(),
                figures.oldest().map(oldest -> SyncStatus.age(oldest, now)),
                figures.deadLetters(),
                figures.lastOutcome(),
                figures.lastPull(),
                figures.position(),
                waiting != WaitReason.OFFLINE,
                waiting);
    }

    WaitReason waiting() {
        return worker.waiting(name);
    }

    /** The status now, and again whenever something in it has changed, its age apart. Else as {@link #observe}. */
    public Flow.Publisher<SyncStatus> observeSyncStatus() {
        return observers.publisher(new Watch(name, Optional.empty()), this::syncStatus, SyncStatus::isSameButForAge);
    }

    /**
     * Waits until the operation's effect, or its refusal, is on this device.
     *
     * @return {@code QUEUED} if the time was too short, or the agent was closed meanwhile
     */
    public Whereabouts awaitSynced(OperationId operation, Duration timeout) throws InterruptedException {
        AtomicReference<Whereabouts> found = new AtomicReference<>(Whereabouts.QUEUED);
        worker.changes()
                .await(() -> found.updateAndGet(before -> whereabouts(operation)) != Whereabouts.QUEUED, timeout);
        return Objects.requireNonNull(found.get());
    }

    /** Waits until the queue is empty. @return whether it was in time, and before the agent was closed */
    public boolean awaitSynced(Duration timeout) throws InterruptedException {
        return worker.changes().await(() -> store.rows().figures(name).depth() == 0, timeout);
    }

    /** Where an operation is that one of these calls returned. */
    public Whereabouts whereabouts(OperationId operation) {
        return store.queue().whereabouts(operation);
    }

    /**
     * Under which id an edit goes to the server: edits of one entity that follow each other become one before they are
     * sent. Itself for most, and for one of more than a week ago.
     */
    public OperationId sentAs(OperationId operation) {
        return store.queue().sentAs(operation);
    }

    /** An edit of a scope that nobody sends would wait unseen. */
    private Store followed() {
        if (!worker.follows(name)) {
            throw new IllegalStateException("the agent does not follow this scope");
        }
        return store;
    }

    private Optional<OperationId> announced(Optional<OperationId> operation) {
        operation.ifPresent(ignored -> worker.saved(name));
        return operation;
    }

    private List<OperationId> announced(List<OperationId> operations) {
        if (!operations.isEmpty()) {
            worker.saved(name);
        }
        return operations;
    }
}
