package io.tidemark.agent.sync;

/**
 * How the reader of a feed asks.
 *
 * @param ticket of the latest pull
 * @param limit rows of the next page, about (AG-23)
 * @param follow whether the server held the last answer that it was allowed to hold
 */
record Asking(long ticket, int limit, boolean follow) {
    static final Asking NEVER = new Asking(0, Portion.MOST_ROWS, true);

    Asking again() {
        return new Asking(ticket + 1, limit, follow);
    }

    Asking smaller() {
        return new Asking(ticket, Portion.halved(limit), follow);
    }

    Asking larger() {
        return new Asking(ticket, Portion.grown(limit, Portion.MOST_ROWS), follow);
    }

    Asking follow(boolean does) {
        return new Asking(ticket, limit, does);
    }
}
