package io.tidemark.agent.sync;

import io.tidemark.protocol.operation.OperationId;
import java.util.List;

/**
 * The contiguous prefix of a scope's queue that one push carries.
 *
 * @param device under whose chain it is sent
 */
public record Window(String device, List<Slot> slots) {
    public Window {
        slots = List.copyOf(slots);
    }

    /**
     * One operation in it.
     *
     * @param refusals how often the server has refused a request with this operation alone
     */
    public record Slot(OperationId operation, long sequence, long previous, int refusals) {}
}
