package io.tidemark.gateway.store;

import io.tidemark.protocol.operation.EntityKey;

/**
 * A part of a scope's open conflict copies, in their order: by type, by the entity of which they are copies, by id. None
 * of the three ever changes, so who goes through them page by page meets each that is there all the time exactly once.
 *
 * @param which they are
 * @param type after which to go on, or the one that is asked for
 * @param of the same, of the entity's id
 * @param id of the copy after which to go on
 */
public record CopyRange(Which which, String type, String of, String id) {
    /** How much of the order's beginning is fixed. */
    public enum Which {
        ALL,
        OF_TYPE,
        OF_ENTITY
    }

    public static CopyRange all() {
        return new CopyRange(Which.ALL, "", "", "");
    }

    public static CopyRange ofType(String type) {
        return new CopyRange(Which.OF_TYPE, type, "", "");
    }

    public static CopyRange ofEntity(EntityKey entity) {
        return new CopyRange(Which.OF_ENTITY, entity.type(), entity.id(), "");
    }

    /** The rest of this range. */
    CopyRange after(String lastType, String lastOf, String lastId) {
        return new CopyRange(which, lastType, lastOf, lastId);
    }

    /** Whether that is the rest of this one. */
    public boolean isContinuedBy(CopyRange rest) {
        return which == rest.which
                && switch (which) {
                    case ALL -> true;
                    case OF_TYPE -> type.equals(rest.type);
                    case OF_ENTITY -> type.equals(rest.type) && of.equals(rest.of);
                };
    }
}
