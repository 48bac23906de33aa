package io.tidemark.simulation.server;

import io.tidemark.protocol.feed.Cursor;
import java.util.List;

/** Cursors as text. Nobody forges them here, so they are not sealed. */
final class Cursors {
    private Cursors() {}

    static String write(Cursor cursor) {
        return String.join(
                "|",
                cursor.epoch(),
                cursor.tenant(),
                cursor.scope(),
                Long.toString(cursor.position()),
                Long.toString(cursor.start()),
                cursor.forms());
    }

    static Cursor read(String text) {
        List<String> parts = List.of(text.split("\\|", -1));
        return new Cursor(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                Long.parseLong(parts.get(3)),
                Long.parseLong(parts.get(4)),
                parts.get(5));
    }
}
