package io.tidemark.laws.history;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.Plan;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One thing that happened, as seen from outside of devices and server. */
public sealed interface Event {
    /**
     * Somebody edited.
     *
     * @param who a device as {@code subject:device}, or a client without a chain as {@code subject}
     * @param screen what he saw of the entity; empty if there was none
     */
    record Saved(String who, Operation operation, Fingerprint fingerprint, Optional<SortedMap<String, Json>> screen)
            implements Event {}

    /** @param how empty if nothing went wrong */
    record Sent(String who, List<OperationId> operations, Optional<Fault> how) implements Event {}

    /** The server merged one batch. */
    record Merged(List<Arrival> arrivals, Plan plan) implements Event {}

    record Heard(String who, List<OperationResult> results) implements Event {}

    /** A page that is no checkpoint: staged, and not shown. */
    record ReadHalfWay(String who, long from, long to) implements Event {}

    /**
     * A device showed what it had read.
     *
     * @param view the canonical rows that it now has
     * @param server the server's rows at that moment
     * @param retired operations that left the queue, with their outcomes
     * @param pending operations that stay in the queue
     * @param screens what the device shows of the entities of {@code pending}; an entity that it does not show is left
     *     out
     */
    record Checkpoint(
            String who,
            long position,
            SortedMap<EntityKey, CanonicalRow.Live> view,
            SortedMap<EntityKey, CanonicalRow.Live> server,
            Map<OperationId, Outcome> retired,
            List<Operation> pending,
            Map<EntityKey, SortedMap<String, Json>> screens)
            implements Event {}

    record Changed(ServerChange change) implements Event {}

    record Resolved(String who, EntityKey copy, Resolution resolution) implements Event {}

    /** Whatever else befell somebody. */
    record Befell(String who, Fault fault) implements Event {}
}
