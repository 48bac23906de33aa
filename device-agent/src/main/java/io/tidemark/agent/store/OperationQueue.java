package io.tidemark.agent.store;

import io.tidemark.agent.sync.Window;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.problem.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** The queue's side of the worker. Each method is one transaction, after which the process may die. */
public final class OperationQueue {
    /** The payloads of one push, in bytes; a single operation may be as large. */
    public static final long MOST_BYTES = 512 * 1024;

    private final Database database;
    private final InstantSource clock;
    private final DeviceTime time;
    private final TraceParents traces;
    private final Supplier<String> devices;
    private final Supplier<OperationId> ids;

    /**
     * @param clock of what people read
     * @param time by which it is measured how long an outcome took
     * @param devices makes new device ids
     * @param ids makes new operation ids
     */
    public OperationQueue(
            Database database,
            InstantSource clock,
            DeviceTime time,
            TraceParents traces,
            Supplier<String> devices,
            Supplier<OperationId> ids) {
        this.database = database;
        this.clock = clock;
        this.time = time;
        this.traces = traces;
        this.devices = devices;
        this.ids = ids;
    }

    /** A push that is ready to go, and what its answer is compared with. */
    public record Outgoing(Window window, Push push) {}

    /** Makes the device's id at the first call, and follows the scope from then on. */
    public void follow(Iterable<String> scopes) {
        database.write(session -> {
            if (!session.exists(StateSql.DEVICE)) {
                session.update(StateSql.MAKE_DEVICE, devices.get());
            }
            for (String scope : scopes) {
                session.update(StateSql.FOLLOW_SCOPE, scope);
            }
            return 0;
        });
    }

    public String device() {
        return database.read(OperationQueue::device);
    }

    static String device(Session session) throws SQLException {
        return session.first(StateSql.DEVICE, row -> row.getString(1))
                .orElseThrow(() -> new IllegalStateException("the device has no id"));
    }

    /** AG-6: the contiguous prefix without outcomes, counted as sent before a byte of it leaves. */
    public Optional<Outgoing> take(String scope, int most) {
        return database.write(session -> {
            List<PrefixEntry> entries = prefix(session, scope, most);
            for (Optional<PrefixEntry> damaged = damaged(session, scope, entries);
                    damaged.isPresent();
                    damaged = damaged(session, scope, entries)) {
                GivenUp.setAside(session, scope, damaged.get().slot(), Buried.PAYLOAD_DAMAGED.slug(), clock.instant());
                entries = prefix(session, scope, most);
            }
            return entries.isEmpty() ? Optional.empty() : Optional.of(send(session, scope, entries));
        });
    }

    private static List<PrefixEntry> prefix(Session session, String scope, int most) throws SQLException {
        OptionalLong end = Prefix.end(
                session.list(QueueSql.UNDECIDED_PREFIX, Prefix.Entry::read, scope, most + Prefix.LOOK_AHEAD),
                most,
                MOST_BYTES);
        return end.isEmpty()
                ? List.of()
                : session.list(QueueSql.UNDECIDED_UP_TO, PrefixEntry::read, scope, end.getAsLong());
    }

    /** AG-43: the first that is not as it was saved. */
    private static Optional<PrefixEntry> damaged(Session session, String scope, List<PrefixEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.sound(session, scope).isEmpty())
                .findFirst();
    }

    private Outgoing send(Session session, String scope, List<PrefixEntry> prefix) throws SQLException {
        List<PrefixEntry> entries = new ArrayList<>();
        for (PrefixEntry entry : prefix) {
            entries.add(
                    entry.isNew() && CurrentNames.mayDiffer(session.types()) ? upgraded(session, scope, entry) : entry);
        }
        session.update(QueueSql.MARK_SENT, scope, entries.getLast().ordinal());
        new Tally().count(Tally.PUSHES, 1).keep(session);
        String device = device(session);
        List<Json> operations = entries.stream()
                .map(entry -> entry.wire(session, scope, traces))
                .toList();
        Window window =
                new Window(device, entries.stream().map(PrefixEntry::slot).toList());
        return new Outgoing(window, new Push(device, operations));
    }

    /** AG-39: what was never sent goes as today's declaration has it; a transaction as it was made, for its size. */
    private PrefixEntry upgraded(Session session, String scope, PrefixEntry entry) throws SQLException {
        Optional<Payload> anew = entry.sound(session, scope)
                .flatMap(made -> CurrentNames.anew(made.operation(), ids.get(), session.types()))
                .map(Payload::of)
                .filter(new Drafts(session.types())::isSound);
        if (anew.isEmpty()) {
            return entry;
        }
        Chain.replace(session, scope, entry.slot().operation().toString(), entry.ordinal(), anew.get());
        return entry.with(session, scope, anew.get());
    }

    /** AG-7: final outcomes of what the queue still holds. */
    public void store(String scope, Window window, String epoch, List<OperationResult> outcomes) {
        database.write(session -> {
            new Outcomes(session, scope, epoch, clock, time).store(window, outcomes);
            return 0;
        });
    }

    public void relink(Slot slot, long previous) {
        database.write(session ->
                session.update(QueueSql.RELINK, previous, slot.operation().toString(), slot.sequence()));
    }

    public void countRefusal(Slot slot) {
        database.write(session ->
                session.update(QueueSql.COUNT_REFUSAL, slot.operation().toString(), slot.sequence()));
    }

    /** AG-8: out of the queue, its transaction with it; the operation behind it follows the one before it. */
    public void setAside(String scope, Slot slot, ProblemType problem) {
        database.write(session -> {
            GivenUp.setAside(session, scope, slot, problem.slug(), clock.instant());
            return 0;
        });
    }

    /**
     * AG-9: every scope's queue goes on under a new id, linked from 1 in its order. Outcomes that were waiting for the
     * old chain's mark are asked for again: the new chain's mark must pass them. A transaction that did not hold has
     * its dead letters, and the rest of it stands in conflict copies: it is not sent again. What the old chain's mark
     * had passed shows again: it may have been the mark of a clone.
     */
    public void takeNewDevice(String forked) {
        database.write(session -> {
            if (!device(session).equals(forked)) {
                return 0;
            }
            Set<ScopedEntity> touched = new LinkedHashSet<>(session.list(QueueSql.FORGET_PASSED, ScopedEntity::read));
            session.update(StateSql.CHANGE_DEVICE, devices.get());
            for (String scope : session.list(StateSql.SCOPES, row -> row.getString(1))) {
                Outcomes.forget(session, scope).forEach(entity -> touched.add(new ScopedEntity(scope, entity)));
            }
            session.update(QueueSql.LINK_ANEW);
            session.update(QueueSql.CHAINS_ANEW);
            for (ScopedEntity each : touched) {
                ViewRows.rebuild(session, each.scope(), each.entity());
            }
            return 0;
        });
    }

    /** AG-31: also of an operation that was squashed into another one, or went again under another id. */
    public Whereabouts whereabouts(OperationId operation) {
        return database.read(session -> session.first(QueueSql.WHEREABOUTS, OperationQueue::where, operation.toString())
                .orElseThrow());
    }

    /** AG-31: itself, if it was not squashed, or is too long ago to be remembered. */
    public OperationId sentAs(OperationId operation) {
        return database.read(session -> session.first(QueueSql.SENT_AS, row -> row.getString(1), operation.toString()))
                .flatMap(OperationId::parse)
                .orElse(operation);
    }

    private static Whereabouts where(ResultSet row) throws SQLException {
        if (row.getBoolean(1)) {
            return Whereabouts.DEAD_LETTER;
        }
        if (row.getBoolean(2)) {
            return Whereabouts.QUEUED;
        }
        return row.getBoolean(3) ? Whereabouts.RETIRED : Whereabouts.UNKNOWN;
    }
}
