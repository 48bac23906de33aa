package io.tidemark.protocol.operation;

/**
 * Where an operation stands in its device's chain; part of the envelope, outside the fingerprint.
 *
 * @param sequence above that of every operation that the device made before it in this scope; at least 1
 * @param previous the sequence of the operation before it, 0 for the first
 */
public record Link(long sequence, long previous) {
    public Link {
        if (previous < 0 || sequence <= previous) {
            throw new IllegalArgumentException("a sequence is above the previous one, and that is not negative");
        }
    }
}
