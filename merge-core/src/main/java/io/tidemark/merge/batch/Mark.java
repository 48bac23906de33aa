package io.tidemark.merge.batch;

/**
 * How far a device's chain is decided.
 *
 * @param sequence the last one decided, 0 before the first
 * @param logFloor up to here the operation log has been dropped
 */
public record Mark(long sequence, long logFloor) {
    public static final Mark NONE = new Mark(0, 0);
}
