package io.tidemark.mergeservice.store;

import io.tidemark.merge.lane.Ground;

/**
 * What this instance believed of its lanes is no longer so: somebody else has moved a position (it is, or was, a zombie
 * there), or the database began another epoch or was started anew. Nothing was written.
 */
public final class LostClaim extends Exception {
    private static final long serialVersionUID = 1;

    LostClaim(int expected, int claimed) {
        super("claimed " + claimed + " of " + expected + " partitions");
    }

    LostClaim(Ground expected, Ground found) {
        super("the lanes were found on " + expected + ", and this is " + found);
    }
}
