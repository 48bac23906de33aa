package io.tidemark.agent.sync;

import io.tidemark.protocol.http.ChangesPage;

/**
 * How much one request carries (AG-23). What took too long or broke off is asked for by halves, down to one; it grows by
 * a quarter with each full one that comes through, so that on a link that takes so much and no more most requests fit.
 */
final class Portion {
    /** Rows of a page on a link of which nothing bad is known. */
    static final int MOST_ROWS = ChangesPage.MAX_LIMIT;

    private static final int QUARTER = 4;

    private Portion() {}

    static int halved(int size) {
        return Math.max(1, size / 2);
    }

    static int grown(int size, int most) {
        return Math.min(most, size + Math.max(1, size / QUARTER));
    }
}
