package io.tidemark.agent.sync;

import io.tidemark.protocol.operation.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The contiguous prefix of a scope's queue that one push carries.
 *
 * @param device under whose chain it is sent
 * @param slots at least one; the operations of a transaction stand together, and are all there
 */
public record Window(String device, List<Slot> slots) {
    public Window {
        slots = List.copyOf(slots);
    }

    /** Whether no request can be smaller: one operation, or one transaction, which is never cut. */
    boolean isSmallest() {
        Optional<UUID> first = slots.getFirst().transaction();
        return slots.size() == 1
                || (first.isPresent()
                        && slots.stream().allMatch(slot -> slot.transaction().equals(first)));
    }

    /**
     * One operation in it.
     *
     * @param refusals how often the server has refused a request with this operation, or its transaction, alone
     * @param transaction that it is a part of; all its operations stand in one window
     */
    public record Slot(OperationId operation, long sequence, long previous, int refusals, Optional<UUID> transaction) {
        /** Of an operation that stands alone. */
        public Slot(OperationId operation, long sequence, long previous, int refusals) {
            this(operation, sequence, previous, refusals, Optional.empty());
        }
    }

    public List<OperationId> operations() {
        return slots.stream().map(Slot::operation).toList();
    }
}
