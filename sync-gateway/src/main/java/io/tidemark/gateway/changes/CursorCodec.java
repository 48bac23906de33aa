package io.tidemark.gateway.changes;

import io.tidemark.gateway.seal.Seal;
import io.tidemark.protocol.feed.Cursor;
import io.tidemark.protocol.json.Json;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Cursors as clients carry them: opaque, and not of their making. */
@Singleton
final class CursorCodec {
    private static final String FORM = "v1";

    private final Seal seal;

    CursorCodec(Seal seal) {
        this.seal = seal;
    }

    String write(Cursor cursor) {
        return seal.close(
                FORM,
                List.of(
                        Json.of(cursor.epoch()),
                        Json.of(cursor.tenant()),
                        Json.of(cursor.scope()),
                        Json.of(cursor.position()),
                        Json.of(cursor.start()),
                        Json.of(cursor.forms())));
    }

    /** Empty if it is none of ours. */
    Optional<Cursor> read(String text) {
        return seal.open(FORM, text).flatMap(CursorCodec::cursor);
    }

    private static Optional<Cursor> cursor(List<Json> items) {
        return items.size() == 6
                        && items.get(0) instanceof Json.Str(String epoch)
                        && items.get(1) instanceof Json.Str(String tenant)
                        && items.get(2) instanceof Json.Str(String scope)
                        && items.get(3) instanceof Json.Num position
                        && items.get(4) instanceof Json.Num start
                        && items.get(5) instanceof Json.Str(String forms)
                ? Optional.of(new Cursor(epoch, tenant, scope, position.asLong(), start.asLong(), forms))
                : Optional.empty();
    }
}
