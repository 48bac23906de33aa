package io.tidemark.protocol.operation;

/**
 * An entity within its scope.
 *
 * @param type a declared entity type
 * @param id chosen by the device, 1 to 128 characters
 */
public record EntityKey(String type, String id) implements Comparable<EntityKey> {
    public static final int MAX_ID = 128;

    @Override
    public int compareTo(EntityKey other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : id.compareTo(other.id);
    }
}
