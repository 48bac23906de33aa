package io.tidemark.gateway.changes;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.live.Holding;
import io.tidemark.gateway.live.Holding.Held;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.store.FeedView;
import io.tidemark.gateway.store.Store;
import io.tidemark.protocol.feed.Cursor;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.feed.FeedSight;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at a feed: for one answer, or for the next event of a stream. Membership is asked at each look. */
@Singleton
final class FeedPages {
    private final Store store;
    private final Holding holding;
    private final CursorCodec cursors;
    private final AheadWitness witness;

    FeedPages(Store store, Holding holding, CursorCodec cursors, AheadWitness witness) {
        this.store = store;
        this.holding = holding;
        this.cursors = cursors;
        this.witness = witness;
    }

    /**
     * Fails with a {@link Refusal} for who is no member, and for who must take the feed from the start.
     *
     * @param device the reader's own
     * @param hold for so long it waits for something new; not at all at the start of a feed
     * @param onGone is handed what to do when the reader is gone, unless he cancels
     */
    Uni<Held<FeedView>> look(
            Access access,
            FeedReading reading,
            Optional<String> device,
            int rows,
            Duration hold,
            Consumer<Runnable> onGone) {
        return holding.until(
                        access,
                        reading.epoch(),
                        reading.from(),
                        reading.cursor().isEmpty() ? Duration.ZERO : hold,
                        onGone,
                        () -> store.readChanges(access, device, reading.from(), rows),
                        view -> reading.isNews(view.sight()))
                .call(held -> reading.ahead(held.view().sight())
                        .map(ahead -> witness.tell(access, ahead, held.view().doubted()))
                        .orElseGet(Uni.createFrom()::voidItem))
                .invoke(held -> refuse(reading, held.view().sight()));
    }

    private static void refuse(FeedReading reading, FeedSight sight) {
        reading.resync(sight).ifPresent(type -> {
            throw new Refusal(type);
        });
        if (sight.doubted()) {
            throw new Refusal(ProblemType.STORE_UNAVAILABLE, "the database was restored, and its new epoch is awaited");
        }
    }

    String write(FeedReading.Page page, FeedView view, RowForms forms) {
        return PageJson.write(page, cursors.write(page.next()), view.rows(), forms);
    }

    String cursor(FeedReading.Page page) {
        return cursors.write(page.next());
    }

    /**
     * @param cursor null at the start
     * @throws Refusal if it is none of ours, or of another tenant or scope
     */
    FeedReading reading(Access access, @Nullable String cursor, RowForms forms) {
        return new FeedReading(access.tenant(), access.scope(), cursor(access, cursor), forms.fingerprint());
    }

    private Optional<Cursor> cursor(Access access, @Nullable String text) {
        return text == null
                ? Optional.empty()
                : Optional.of(cursors.read(text)
                        .filter(cursor -> cursor.belongsTo(access.tenant(), access.scope()))
                        .orElseThrow(() -> new Refusal(ProblemType.INVALID_CURSOR)));
    }

    /** @throws Refusal if no device can have that id */
    static Optional<String> device(@Nullable String text) {
        if (text != null && !Push.isDevice(text)) {
            throw new Refusal(ProblemType.INVALID_PARAMETER, "'device' is not the id of a device");
        }
        return Optional.ofNullable(text);
    }
}
