package io.tidemark.agent.store;

import io.tidemark.agent.sync.Window;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the server decided, stored in one transaction with the dead letters of what it refused. AG-7: a verdict for an
 * envelope that is no longer held is ignored; the operation is asked for again. So are the outcomes of a transaction,
 * if they are not all there: it is one in everything.
 */
final class Outcomes {
    private final Session session;
    private final String scope;
    private final String epoch;
    private final InstantSource clock;
    private final DeviceTime time;
    private final Tally tally = new Tally();
    private final Set<EntityKey> rejected = new LinkedHashSet<>();

    Outcomes(Session session, String scope, String epoch, InstantSource clock, DeviceTime time) {
        this.session = session;
        this.scope = scope;
        this.epoch = epoch;
        this.clock = clock;
        this.time = time;
    }

    /**
     * No operation of the scope's queue has an outcome any more: all are asked for again. Those of a transaction that did
     * not hold are not, and go: their values stand in dead letters and conflict copies.
     *
     * @return entities whose overlay has changed
     */
    static List<EntityKey> forget(Session session, String scope) throws SQLException {
        List<EntityKey> rejected =
                session.list(QueueSql.REMOVE_REJECTED, row -> new EntityKey(row.getString(1), row.getString(2)), scope);
        session.update(QueueSql.FORGET_OUTCOMES, scope);
        return rejected;
    }

    void store(Window window, List<OperationResult> outcomes) throws SQLException {
        if (!OperationQueue.device(session).equals(window.device())) {
            return;
        }
        Map<OperationId, OperationResult> known = new HashMap<>();
        outcomes.forEach(result -> known.put(result.operation(), result));
        Set<UUID> open = window.slots().stream()
                .filter(slot -> !known.containsKey(slot.operation()))
                .flatMap(slot -> slot.transaction().stream())
                .collect(Collectors.toSet());
        boolean answered = false;
        for (Slot slot : window.slots()) {
            OperationResult result = known.get(slot.operation());
            if (result != null
                    && result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)
                    && slot.transaction().filter(open::contains).isEmpty()) {
                answered |= decide(slot, result, outcome);
            }
        }
        for (EntityKey entity : rejected) {
            ViewRows.rebuild(session, scope, entity);
        }
        if (answered) {
            tally.count(Tally.ANSWERED, 1).keep(session);
            time.keep(session);
        }
    }

    /** @return whether the queue held the operation, without an outcome */
    private boolean decide(Slot slot, OperationResult result, Outcome outcome) throws SQLException {
        boolean isRejected = outcome.status() == Status.REJECTED;
        Optional<Told> told = session.first(
                QueueSql.DECIDE,
                Told::read,
                isRejected ? "rejected" : "decided",
                epoch,
                boxed(outcome.position()),
                scope,
                slot.operation().toString(),
                slot.sequence());
        if (told.isEmpty()) {
            return false;
        }
        told.get().count(tally, outcome.status(), time.millis());
        session.update(StateSql.LAST_OUTCOME, CanonicalJson.write(ResultCodec.write(result)), scope);
        if (isRejected) {
            String reason = outcome.reason().map(Reason::slug).orElse("rejected");
            Burial.Body body = session.first(
                            QueueSql.BODY, Burial.Body::read, slot.operation().toString())
                    .orElseThrow(() -> new IllegalStateException("what is buried stands in the queue"));
            Burial.bury(session, scope, body, reason, true, clock.instant());
            rejected.add(body.entity());
        }
        return true;
    }

    /**
     * An operation that was told its outcome.
     *
     * @param first not before, in another epoch or under another device id
     */
    private record Told(String type, long savedAt, boolean first) {
        static Told read(ResultSet row) throws SQLException {
            return new Told(row.getString(1), row.getLong(2), row.getBoolean(3));
        }

        void count(Tally tally, Status status, long now) {
            if (first) {
                tally.decided(type, status, now - savedAt);
            }
        }
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
