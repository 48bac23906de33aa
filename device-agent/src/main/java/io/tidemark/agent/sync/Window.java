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

    /**
     * One operation in it.
     *
     * @param refusals how often the server has refused a request with this operation, or its transaction, alone
     * @param transaction the one that it is a part of
     */
    public record Slot(OperationId operation, long sequence, long previous, int refusals, Optional<UUID> transaction) {}

    /** Whether it cannot be halved: one operation, or the operations of one transaction. */
    boolean isOneUnit() {
        return slots.size() == 1
                || (slots.getFirst().transaction().isPresent()
                        && slots.getFirst().transaction().equals(slots.getLast().transaction()));
    }

    public List<OperationId> operations() {
        return slots.stream().map(Slot::operation).toList();
    }
}
