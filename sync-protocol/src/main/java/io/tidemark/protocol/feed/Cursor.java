package io.tidemark.protocol.feed;

/**
 * Where a reader stands in a scope's feed.
 *
 * @param epoch of the server's data
 * @param position the last one that the reader has, 0 at the start
 * @param start the head when the reader began from zero: tombstones up to there are no concern of a first sync
 * @param forms in which the reader has taken rows; empty for the first of every type
 */
public record Cursor(String epoch, String tenant, String scope, long position, long start, String forms) {
    public boolean belongsTo(String otherTenant, String otherScope) {
        return tenant.equals(otherTenant) && scope.equals(otherScope);
    }

    /** The last position at which the reader is known to have missed no tombstone. */
    long safe() {
        return Math.max(position, start);
    }
}
