package io.tidemark.mergeservice.store;

/** Somebody else has moved a partition's position: this instance is, or was, a zombie on it. Nothing was written. */
public final class LostClaim extends Exception {
    private static final long serialVersionUID = 1;

    LostClaim(int expected, int claimed) {
        super("claimed " + claimed + " of " + expected + " partitions");
    }
}
