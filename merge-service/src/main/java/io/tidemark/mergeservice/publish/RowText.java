package io.tidemark.mergeservice.publish;

import io.tidemark.merge.EntityState;
import io.tidemark.mergeservice.store.StoredRow;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * The text of {@link io.tidemark.protocol.row.RowCodec#write}, from parts that are text already: the fields are most of
 * a row, and were written for the table. A test holds the two together.
 */
final class RowText {
    private RowText() {}

    static byte[] of(StoredRow row) {
        EntityState state = row.state();
        StringBuilder out = new StringBuilder(row.fields().length() + 160).append('{');
        if (state.deleted()) {
            out.append("\"deleted\":true,");
        } else {
            row.conflict()
                    .ifPresent(text -> out.append("\"conflict\":").append(text).append(','));
        }
        out.append("\"entity\":");
        CanonicalJson.write(Json.of(state.key().id()), out);
        if (!state.deleted()) {
            out.append(",\"fields\":").append(row.fields());
        }
        out.append(",\"position\":").append(state.position()).append(",\"type\":");
        CanonicalJson.write(Json.of(state.key().type()), out);
        out.append(",\"version\":").append(state.version()).append('}');
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
