package io.tidemark.mergeservice.store;

import io.tidemark.merge.batch.RowKey;

/**
 * An entity and its open conflict copies.
 *
 * @param openCopies at most {@link #COUNTED}: further ones are not counted
 */
public record CopiedEntity(RowKey entity, int openCopies) {
    /** Where counting stops: it is done in the merge transaction. */
    public static final int COUNTED = 100;

    private static final int CROWD = 20;

    /** MS-12: whether these are more than anybody resolves in passing. */
    public boolean isCrowded() {
        return openCopies >= CROWD;
    }
}
