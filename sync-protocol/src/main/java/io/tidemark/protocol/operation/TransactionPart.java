package io.tidemark.protocol.operation;

import java.util.UUID;

/**
 * An operation's place in a transaction, which applies whole or not at all. Part of the payload: an operation never
 * moves to another one.
 *
 * @param id of the transaction; made by the device
 * @param place from 1 to {@code size}, in the order of the device's chain
 * @param size how many operations the transaction has, at most {@link #MAX_SIZE}
 */
public record TransactionPart(UUID id, int place, int size) {
    /** As many as one push carries. */
    public static final int MAX_SIZE = 50;

    public boolean isFirst() {
        return place == 1;
    }

    public boolean isLast() {
        return place == size;
    }

    /** Whether this part stands directly behind that one. */
    public boolean follows(TransactionPart before) {
        return id.equals(before.id) && size == before.size && place == before.place + 1;
    }
}
