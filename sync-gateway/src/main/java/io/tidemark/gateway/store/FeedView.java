package io.tidemark.gateway.store;

import io.tidemark.gateway.row.StoredRow;
import io.tidemark.protocol.feed.FeedSight;
import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a scope's feed, in one snapshot.
 *
 * @param head the scope's last position, 0 for none
 * @param floor up to which tombstones may have been dropped
 * @param mark of the asking device, if it has one
 * @param ahead how many rows lie after the position that was asked for; not counted beyond twice the limit and one
 * @param rows the first of them, in the order of their positions
 * @param doubted whether the store is known to have gone back in time, and has yet to begin its new epoch
 */
public record FeedView(
        String epoch, long head, long floor, OptionalLong mark, long ahead, List<StoredRow> rows, boolean doubted) {
    public FeedView {
        rows = List.copyOf(rows);
    }

    /** What of it the rules of the feed look at. */
    public FeedSight sight() {
        long last = rows.isEmpty() ? 0 : rows.getLast().position();
        return new FeedSight(epoch, head, floor, mark, ahead, rows.size(), last, doubted);
    }
}
