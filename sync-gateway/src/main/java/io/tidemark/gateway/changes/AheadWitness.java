package io.tidemark.gateway.changes;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.store.Store;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.feed.Cursor;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * A cursor that we signed and that is ahead of its scope's head: the store went back in time, and nobody has said so
 * yet. The store is told, and the merge service begins a new epoch; it keeps what it is told once for each epoch, however
 * many such cursors come.
 */
@Singleton
final class AheadWitness {
    private static final Logger LOG = Logger.getLogger(AheadWitness.class);

    private final Store store;
    private final GatewayMeters meters;

    AheadWitness(Store store, GatewayMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    /**
     * A store that cannot be told is a {@code 503}: who is sent to the start comes without his cursor, and there would be
     * nobody left to tell it.
     *
     * @param known whether the store was told already
     */
    Uni<Void> tell(Access access, Cursor cursor, boolean known) {
        meters.cursorAhead();
        if (known) {
            return Uni.createFrom().voidItem();
        }
        LOG.error("A cursor is ahead of the feed in the same epoch: the database was restored without a new epoch");
        return store.witnessAhead(access, cursor.epoch(), cursor.position());
    }
}
