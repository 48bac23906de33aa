package io.tidemark.protocol.feed;

import io.tidemark.protocol.problem.ProblemType;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One reading of a scope's feed: what the cursor allows, and which positions the page covers.
 *
 * @param tenant whose cursor it is, if there is one
 * @param cursor empty at the start of a first sync
 * @param forms in which this reader takes rows
 */
public record FeedReading(String tenant, String scope, Optional<Cursor> cursor, String forms) {
    public long from() {
        return cursor.map(Cursor::position).orElse(0L);
    }

    /** The epoch that the reader knows; empty at the start. */
    public String epoch() {
        return cursor.map(Cursor::epoch).orElse("");
    }

    /** Whether the answer says more than that the reader stands at the head. */
    public boolean isNews(FeedSight view) {
        return view.head() > from() || resync(view).isPresent();
    }

    /** Why this reader must take the feed from the start, if it must. Position zero is neither ahead nor below. */
    public Optional<ProblemType> resync(FeedSight view) {
        if (cursor.isEmpty()) {
            return Optional.empty();
        }
        Cursor at = cursor.get();
        if (!at.epoch().equals(view.epoch())) {
            return Optional.of(ProblemType.CURSOR_OF_ANOTHER_EPOCH);
        }
        if (at.position() > view.head()) {
            return Optional.of(ProblemType.CURSOR_AHEAD);
        }
        if (at.position() > 0 && !at.forms().equals(forms)) {
            return Optional.of(ProblemType.CURSOR_OF_OTHER_SCHEMAS);
        }
        return at.position() > 0 && at.safe() < view.floor()
                ? Optional.of(ProblemType.CURSOR_EXPIRED)
                : Optional.empty();
    }

    /** The cursor, if it proves that the store went back in time. */
    public Optional<Cursor> ahead(FeedSight view) {
        return cursor.filter(
                ignored -> resync(view).filter(ProblemType.CURSOR_AHEAD::equals).isPresent());
    }

    public Page page(FeedSight view) {
        boolean checkpoint = view.rows() == view.ahead();
        long to = checkpoint ? Math.max(from(), view.head()) : view.last();
        long start = from() == 0 ? view.head() : cursor.map(Cursor::start).orElse(0L);
        Cursor next = new Cursor(view.epoch(), tenant, scope, to, start, forms);
        return new Page(from(), next, checkpoint, checkpoint ? view.mark() : OptionalLong.empty());
    }

    /** The next reading of who has taken that page. */
    public FeedReading after(Page page) {
        return new FeedReading(tenant, scope, Optional.of(page.next()), forms);
    }

    /** What a page says beside its rows. */
    public record Page(long from, Cursor next, boolean checkpoint, OptionalLong mark) {}
}
