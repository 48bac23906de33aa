package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.operation.OperationId;
import java.util.List;

/** Where an author notes what he does. Notes outlive the device. */
interface Diary {
    /** Before the call: several where they are one transaction. */
    void trying(List<Intention> edits);

    /** After the call returned: from now on the edits are promised. */
    void promised(List<OperationId> operations);
}
