package io.tidemark.simulator.oracle;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that a verdict rests on, taken when every queue should be empty.
 *
 * @param edits every accepted one, in the order of each device
 * @param scopes the server's feeds, read from the start by a reader of their own
 * @param devices one for each device and scope
 * @param deadLetters of all devices
 * @param log what the server's operation log holds
 */
public record Evidence(
        EntityTypes types,
        List<AcceptedEdit> edits,
        List<ServerScope> scopes,
        List<DeviceCopy> devices,
        List<DeadLetter> deadLetters,
        List<LoggedOperation> log) {
    public Evidence {
        edits = List.copyOf(edits);
        scopes = List.copyOf(scopes);
        devices = List.copyOf(devices);
        deadLetters = List.copyOf(deadLetters);
        log = List.copyOf(log);
    }

    /**
     * @param head the position of the last page's checkpoint
     * @param rows in the order in which the feed gave them, tombstones too
     */
    public record ServerScope(String scope, long head, List<CanonicalRow> rows) {
        public ServerScope {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What one device shows of one scope.
     *
     * @param rows in canonical form, as {@link Shown#of} writes them
     * @param queued operations that it still holds
     * @param waiting why, in the device's words
     */
    public record DeviceCopy(
            String device, String scope, SortedMap<EntityKey, String> rows, int queued, String waiting) {}

    /** @param fields the values that it keeps; none of a delete */
    public record DeadLetter(String device, String scope, OperationId operation, Map<String, Json> fields) {
        public DeadLetter {
            fields = Map.copyOf(fields);
        }
    }

    /** @param entity empty where the operation could not be read */
    public record LoggedOperation(String scope, OperationId operation, Optional<EntityKey> entity, Outcome outcome) {}
}
