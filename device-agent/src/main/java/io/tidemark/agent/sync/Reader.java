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
 * @param replaced while the feed is taken from the start: what is shown until its checkpoint
 */
public record Reader(
        String device,
        Optional<String> epoch,
        long position,
        Optional<String> cursor,
        boolean holdsRows,
        Optional<Shown> replaced) {
    /** Up to where rows are shown. */
    public record Shown(String epoch, long position) {
        /** Positions of an epoch only rise: that feed is a restored database's, whose new epoch has yet to begin. */
        boolean isOfLaterThan(ChangesPage page) {
            return epoch.equals(page.epoch()) && page.checkpoint() && page.to() < position;
        }
    }

    boolean isAtStart() {
        return cursor.isEmpty();
    }

    /** AG-10, AG-12; and a page that leads nowhere would be asked for for ever. */
    boolean isContinuedBy(ChangesPage page) {
        boolean sameEpoch = epoch.isEmpty() || epoch.get().equals(page.epoch());
        boolean leadsOn = page.to() > page.from() || (page.checkpoint() && page.to() == page.from());
        boolean goesBack = replaced.filter(shown -> shown.isOfLaterThan(page)).isPresent();
        return sameEpoch && leadsOn && !goesBack && page.from() == position;
    }
}
