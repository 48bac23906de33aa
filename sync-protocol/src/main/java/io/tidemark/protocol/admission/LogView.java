package io.tidemark.protocol.admission;

import io.tidemark.protocol.operation.OperationId;
import java.util.Map;

/**
 * What the store knew of some operations and of their device, in one snapshot.
 *
 * @param epoch of the server's data
 * @param mark the last sequence of the device that was decided, 0 for none
 * @param logFloor the last sequence of the device whose log entry may have been dropped
 * @param known those that the log holds
 */
public record LogView(String epoch, long mark, long logFloor, Map<OperationId, LoggedOperation> known) {
    public LogView {
        known = Map.copyOf(known);
    }
}
