package io.tidemark.agent.store;

import io.tidemark.agent.sync.Window;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The queue's side of the worker. Each method is one transaction, after which the process may die. */
public final class OperationQueue {
    /** The payloads of one push, in bytes; a single operation may be as large. */
    public static final long MOST_BYTES = 512 * 1024;

    private final Database database;
    private final InstantSource clock;
    private final Supplier<String> devices;

    /** @param devices makes new device ids */
    public OperationQueue(Database database, InstantSource clock, Supplier<String> devices) {
        this.database = database;
        this.clock = clock;
        this.devices = devices;
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
            List<PrefixEntry> entries = PrefixEntry.fitting(
                    session.list(QueueSql.UNDECIDED_PREFIX, PrefixEntry::read, scope, most), MOST_BYTES);
            if (entries.isEmpty()) {
                return Optional.empty();
            }
            session.update(QueueSql.MARK_SENT, scope, entries.getLast().ordinal());
            String device = device(session);
            List<Json> operations = entries.stream().map(PrefixEntry::wire).toList();
            Window window =
                    new Window(device, entries.stream().map(PrefixEntry::slot).toList());
            return Optional.of(new Outgoing(window, new Push(device, operations)));
        });
    }

    /** AG-7: a verdict for an envelope that is no longer held is ignored; the operation is asked for again. */
    public void store(String scope, Window window, String epoch, List<OperationResult> outcomes) {
        database.write(session -> {
            if (!device(session).equals(window.device())) {
                return 0;
            }
            for (OperationResult result : outcomes) {
                for (Slot slot : window.slots()) {
                    if (slot.operation().equals(result.operation())
                            && result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
                        decide(session, scope, slot, epoch, result, outcome);
                    }
                }
            }
            return 0;
        });
    }

    private void decide(Session session, String scope, Slot slot, String epoch, OperationResult result, Outcome outcome)
            throws SQLException {
        boolean rejected = outcome.status() == Status.REJECTED;
        int changed = session.update(
                QueueSql.DECIDE,
                rejected ? "rejected" : "decided",
                epoch,
                boxed(outcome.position()),
                scope,
                slot.operation().toString(),
                slot.sequence());
        if (changed == 0) {
            return;
        }
        session.update(StateSql.LAST_OUTCOME, CanonicalJson.write(ResultCodec.write(result)), scope);
        if (rejected) {
            String reason = outcome.reason().map(Reason::slug).orElse("rejected");
            ViewRows.rebuild(session, scope, bury(session, scope, slot, reason, true));
        }
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    public void relink(Slot slot, long previous) {
        database.write(session ->
                session.update(QueueSql.RELINK, previous, slot.operation().toString(), slot.sequence()));
    }

    public void countRefusal(Window culprit) {
        database.write(session -> {
            for (Slot slot : culprit.slots()) {
                session.update(QueueSql.COUNT_REFUSAL, slot.operation().toString(), slot.sequence());
            }
            return 0;
        });
    }

    /** AG-8: out of the queue; the operation behind it follows the one before it. */
    public void setAside(String scope, Window culprit, ProblemType problem) {
        database.write(session -> {
            for (Slot slot : culprit.slots()) {
                setAside(session, scope, slot, problem);
            }
            return 0;
        });
    }

    private void setAside(Session session, String scope, Slot slot, ProblemType problem) throws SQLException {
        Optional<Place> place = session.first(
                QueueSql.ENTRY,
                row -> new Place(row.getLong(4), row.getLong(5), row.getLong(6)),
                slot.operation().toString());
        if (place.isEmpty() || place.get().sequence() != slot.sequence()) {
            return;
        }
        long before = place.get().previous();
        if (session.update(QueueSql.LINK_NEXT, before, scope, place.get().ordinal()) == 0) {
            session.update(QueueSql.LINK_LATER_SAVES, before, scope);
        }
        EntityKey entity = bury(session, scope, slot, problem.slug(), false);
        session.update(QueueSql.REMOVE_ENTRY, slot.operation().toString());
        ViewRows.rebuild(session, scope, entity);
    }

    private record Place(long sequence, long previous, long ordinal) {}

    /** A dead letter of a queued operation; a rejected one shows no more. */
    private EntityKey bury(Session session, String scope, Slot slot, String reason, boolean decided)
            throws SQLException {
        String id = slot.operation().toString();
        String payload = session.first(QueueSql.ENTRY, row -> row.getString(3), id)
                .orElseThrow(() -> new IllegalStateException("what is buried stands in the queue"));
        session.update(DeadLetterSql.BURY, id, scope, payload, reason, decided ? 1 : 0, clock.millis());
        return Stored.operation(payload).entity();
    }

    /**
     * AG-9: every scope's queue goes on under a new id, linked from 1 in its order. Outcomes that were waiting for the
     * old chain's mark are asked for again: the new chain's mark must pass them.
     */
    public void takeNewDevice(String forked) {
        database.write(session -> {
            if (!device(session).equals(forked)) {
                return 0;
            }
            session.update(StateSql.CHANGE_DEVICE, devices.get());
            session.update(QueueSql.REMOVE_REJECTED);
            session.update(QueueSql.FORGET_OUTCOMES);
            session.update(QueueSql.LINK_ANEW);
            return session.update(QueueSql.CHAINS_ANEW);
        });
    }

    public Whereabouts whereabouts(OperationId operation) {
        return database.read(session -> {
            if (session.exists(DeadLetterSql.IS_DEAD, operation.toString())) {
                return Whereabouts.DEAD_LETTER;
            }
            return session.exists(QueueSql.IS_QUEUED, operation.toString()) ? Whereabouts.QUEUED : Whereabouts.RETIRED;
        });
    }
}
