package io.tidemark.agent;

import io.tidemark.agent.observe.Observers;
import io.tidemark.agent.store.DeadLetter;
import io.tidemark.agent.store.Edits;
import io.tidemark.agent.store.InvalidOperation;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.Query;
import io.tidemark.agent.store.QueueFigures;
import io.tidemark.agent.store.Rows;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.agent.worker.Worker;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * The data of one scope on this device. Every call works offline, and may come from any thread; none of them waits for
 * the network but {@code awaitSynced}.
 */
public final class SyncedScope {
    private final String name;
    private final Edits edits;
    private final Rows rows;
    private final OperationQueue queue;
    private final Worker worker;
    private final Observers<Watch> observers;
    private final InstantSource clock;

    SyncedScope(
            String name,
            Edits edits,
            Rows rows,
            OperationQueue queue,
            Worker worker,
            Observers<Watch> observers,
            InstantSource clock) {
        this.name = name;
        this.edits = edits;
        this.rows = rows;
        this.queue = queue;
        this.worker = worker;
        this.observers = observers;
        this.clock = clock;
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
     */
    public Optional<OperationId> save(String type, String id, Map<String, Json> fields) {
        return announced(edits.save(name, new EntityKey(type, id), fields));
    }

    /**
     * Like {@link #save(String, String, Map)}, for an app whose screen may be older than the database: a value that
     * arrived while the user was typing is one that he has not seen, and is not overwritten.
     *
     * @param shown the row as it was on the screen, the app's own edits included; empty if there was none
     */
    public Optional<OperationId> save(String type, String id, Optional<VisibleRow> shown, Map<String, Json> fields) {
        return announced(edits.save(name, new EntityKey(type, id), shown, fields));
    }

    /** Deletes a row as it was on the screen. */
    public Optional<OperationId> delete(VisibleRow shown) {
        return announced(edits.delete(name, shown));
    }

    /**
     * Deletes what is shown of an entity; what the user had not seen is kept by the merge.
     *
     * @return empty if there is nothing to delete
     */
    public Optional<OperationId> delete(String type, String id) {
        return announced(edits.delete(name, new EntityKey(type, id)));
    }

    public Optional<VisibleRow> get(String type, String id) {
        return rows.get(name, new EntityKey(type, id));
    }

    /** All visible rows of a type, in the order of their ids; conflict copies say so in {@code conflict}. */
    public List<VisibleRow> query(String type) {
        return query(Query.of(type));
    }

    /** @throws IllegalArgumentException if it names a field that its type does not declare */
    public List<VisibleRow> query(Query query) {
        return rows.query(name, query);
    }

    /**
     * The rows of a query now, and again whenever they have changed: by the user, or by others. The latest ones are told;
     * a subscriber that is slow misses those in between, and nothing is kept for him. One thread tells all subscribers of
     * an agent, so {@code onNext} hands over to the thread that draws, and returns. Completes when the agent is closed.
     *
     * @throws IllegalArgumentException if it names a field that its type does not declare
     */
    public Flow.Publisher<List<VisibleRow>> observe(Query query) {
        rows.check(query);
        return observers.publisher(
                new Watch(name, Optional.of(query.type())), () -> rows.query(name, query), List::equals);
    }

    /** Values that lost, of any author; resolve them by {@code save} and {@code delete}. */
    public List<VisibleRow> conflictCopies() {
        return rows.conflictCopies(name);
    }

    /** Edits that the server refused, oldest first. */
    public List<DeadLetter> deadLetters() {
        return edits.deadLetters(name);
    }

    /** Sends a dead letter again. @return the id under which it goes; empty if there is no such letter */
    public Optional<OperationId> retry(OperationId deadLetter) {
        return announced(edits.retry(name, deadLetter));
    }

    /** Gives a dead letter up. @return whether there was one */
    public boolean discard(OperationId deadLetter) {
        return edits.discard(name, deadLetter);
    }

    public SyncStatus syncStatus() {
        QueueFigures figures = rows.figures(name);
        WaitReason waiting = worker.waiting(name);
        Instant now = clock.instant();
        return new SyncStatus(
                figures.depth(),
                figures.undecided(),
                figures.oldest().map(oldest -> age(oldest, now)),
                figures.deadLetters(),
                figures.lastOutcome(),
                figures.lastPull(),
                figures.position(),
                waiting != WaitReason.OFFLINE,
                waiting);
    }

    /** The status now, and again whenever something in it has changed, its age apart. Else as {@link #observe}. */
    public Flow.Publisher<SyncStatus> observeSyncStatus() {
        return observers.publisher(new Watch(name, Optional.empty()), this::syncStatus, SyncStatus::isSameButForAge);
    }

    private static Duration age(Instant oldest, Instant now) {
        Duration age = Duration.between(oldest, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /**
     * Waits until the operation's effect, or its refusal, is on this device.
     *
     * @return {@code QUEUED} if the time was too short
     */
    public Whereabouts awaitSynced(OperationId operation, Duration timeout) throws InterruptedException {
        worker.changes().await(() -> queue.whereabouts(operation) != Whereabouts.QUEUED, timeout);
        return queue.whereabouts(operation);
    }

    /** Waits until the queue is empty. @return whether it was in time */
    public boolean awaitSynced(Duration timeout) throws InterruptedException {
        return worker.changes().await(() -> rows.figures(name).depth() == 0, timeout);
    }

    private Optional<OperationId> announced(Optional<OperationId> operation) {
        operation.ifPresent(ignored -> worker.saved(name));
        return operation;
    }
}
