package io.tidemark.merge.batch;

/**
 * Where a scope stands.
 *
 * @param position its last one, 0 before the first
 * @param versionFloor the highest version of any of its tombstones that were removed, 0 if none was
 */
public record Head(long position, long versionFloor) {
    public static final Head NONE = new Head(0, 0);

    public Head at(long newPosition) {
        return new Head(newPosition, versionFloor);
    }
}
