package io.tidemark.protocol.operation;

import java.util.Optional;
import java.util.UUID;

/**
 * The name of an operation, made and stored on the device before the first send: it is the idempotency key. A UUIDv7
 * (RFC 9562) by custom; opaque here, its time decides nothing.
 */
public record OperationId(UUID uuid) implements Comparable<OperationId> {
    private static final int LENGTH = 36;

    /** Empty if the text is not a UUID in its usual form of 36 characters. */
    public static Optional<OperationId> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OperationId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(OperationId other) {
        return uuid.compareTo(other.uuid);
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
