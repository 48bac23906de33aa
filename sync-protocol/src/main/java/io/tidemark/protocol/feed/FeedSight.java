package io.tidemark.protocol.feed;

import java.util.OptionalLong;

/**
 * What a reading saw of a scope's feed, in one snapshot.
 *
 * @param head the scope's last position, 0 for none
 * @param floor up to which tombstones may have been dropped
 * @param mark of the asking device, if it has one
 * @param ahead how many rows lie after the position that was asked for
 * @param rows how many of them were read: the first ones
 * @param last the position of the last of these; of no meaning if there are none
 * @param doubted whether a cursor was met that is ahead of its feed: the store went back in time, and until its new
 *     epoch begins nobody is to read an old state in the place of a newer one
 */
public record FeedSight(
        String epoch, long head, long floor, OptionalLong mark, long ahead, long rows, long last, boolean doubted) {}
