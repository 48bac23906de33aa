package io.tidemark.agent.sync;

import io.tidemark.protocol.http.ChangesPage;
import java.util.Optional;

/**
 * Where a scope's reader stands, its staged pages included.
 *
 * @param device whose mark is asked for
 * @param epoch of the server's data; empty at the start
 * @param position up to which it has read
 * @param cursor the server's name for that place; empty at the start
 * @param holdsRows whether anything of the feed is on this device, shown or staged
 */
public record Reader(String device, Optional<String> epoch, long position, Optional<String> cursor, boolean holdsRows) {
    boolean isAtStart() {
        return cursor.isEmpty();
    }

    /** AG-10; and a page that leads nowhere would be asked for for ever. */
    boolean isContinuedBy(ChangesPage page) {
        boolean sameEpoch = epoch.isEmpty() || epoch.get().equals(page.epoch());
        boolean leadsOn = page.to() > page.from() || (page.checkpoint() && page.to() == page.from());
        return sameEpoch && leadsOn && page.from() == position;
    }
}
