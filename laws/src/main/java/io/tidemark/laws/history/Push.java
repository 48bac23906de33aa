package io.tidemark.laws.history;

import io.tidemark.protocol.operation.OperationId;
import java.util.List;

/**
 * What a device sent, and compares the answer with.
 *
 * @param name that the device had then
 */
record Push(Device device, String name, List<Entry> entries) {
    List<OperationId> operations() {
        return entries.stream().map(entry -> entry.operation().id()).toList();
    }

    long sequence(int index) {
        return entries.get(index).link().sequence();
    }
}
