package io.tidemark.gateway.changes;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.store.Store;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.feed.Cursor;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * A cursor that we signed and that is ahead of its scope's head: the store went back in time, and nobody has said so
 * yet. The store is told, and the merge service begins a new epoch; told once for each epoch, however many such cursors
 * come.
 */
@Singleton
final class AheadWitness {
    private static final Logger LOG = Logger.getLogger(AheadWitness.class);

    private final Store store;
    private final GatewayMeters meters;
    private final AtomicReference<String> told = new AtomicReference<>("");

    AheadWitness(Store store, GatewayMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    /** Never fails: the reader is sent to the start in any case, and the next such cursor tells it again. */
    Uni<Void> tell(Access access, Cursor cursor) {
        meters.cursorAhead();
        if (cursor.epoch().equals(told.get())) {
            return Uni.createFrom().voidItem();
        }
        LOG.error("A cursor is ahead of the feed in the same epoch: the database was restored without a new epoch");
        return store.witnessAhead(access, cursor.epoch(), cursor.position())
                .invoke(() -> told.set(cursor.epoch()))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf("The store could not be told of it: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
