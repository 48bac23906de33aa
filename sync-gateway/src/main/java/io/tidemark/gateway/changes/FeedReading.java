package io.tidemark.gateway.changes;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.store.FeedView;
import io.tidemark.protocol.problem.ProblemType;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One reading of a scope's feed: what the cursor allows, and which positions the page covers.
 *
 * @param cursor empty at the start of a first sync
 * @param forms in which this reader takes rows
 */
record FeedReading(Access access, Optional<Cursor> cursor, String forms) {

    /** @throws Refusal if the cursor is of another tenant or scope */
    FeedReading {
        if (cursor.isPresent() && !cursor.get().belongsTo(access.tenant(), access.scope())) {
            throw new Refusal(ProblemType.INVALID_CURSOR);
        }
    }

    long from() {
        return cursor.map(Cursor::position).orElse(0L);
    }

    /** The epoch that the reader knows; empty at the start. */
    String epoch() {
        return cursor.map(Cursor::epoch).orElse("");
    }

    /** Whether the answer says more than that the reader stands at the head. */
    boolean isNews(FeedView view) {
        return view.head() > from() || resync(view).isPresent();
    }

    /** Why this reader must take the feed from the start, if it must. Position zero is neither ahead nor below. */
    Optional<ProblemType> resync(FeedView view) {
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
    Optional<Cursor> ahead(FeedView view) {
        return cursor.filter(
                ignored -> resync(view).filter(ProblemType.CURSOR_AHEAD::equals).isPresent());
    }

    Page page(FeedView view) {
        boolean checkpoint = view.rows().size() == view.ahead();
        long to = checkpoint
                ? Math.max(from(), view.head())
                : view.rows().getLast().position();
        long start = from() == 0 ? view.head() : cursor.map(Cursor::start).orElse(0L);
        Cursor next = new Cursor(view.epoch(), access.tenant(), access.scope(), to, start, forms);
        return new Page(from(), next, checkpoint, checkpoint ? view.mark() : OptionalLong.empty());
    }

    /** The next reading of who has taken that page. */
    FeedReading after(Page page) {
        return new FeedReading(access, Optional.of(page.next()), forms);
    }

    /** What a page says beside its rows. */
    record Page(long from, Cursor next, boolean checkpoint, OptionalLong mark) {}
}
