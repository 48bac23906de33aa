package io.tidemark.gateway.changes;

import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.row.RowJson;
import io.tidemark.gateway.row.StoredRow;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.util.List;

/** Writes the page that {@link io.tidemark.protocol.http.ChangesPage} reads. */
final class PageJson {
    private static final int ROW_SIZE = 256;

    private PageJson() {}

    /** @param cursor the page's next one, as clients get it */
    static String write(FeedReading.Page page, String cursor, List<StoredRow> rows, RowForms forms) {
        StringBuilder out = new StringBuilder(ROW_SIZE * (rows.size() + 2));
        out.append("{\"epoch\":");
        CanonicalJson.write(Json.of(page.next().epoch()), out);
        out.append(",\"from\":").append(page.from());
        out.append(",\"to\":").append(page.next().position());
        out.append(",\"cursor\":\"").append(cursor);
        out.append("\",\"checkpoint\":").append(page.checkpoint());
        page.mark().ifPresent(mark -> out.append(",\"mark\":").append(mark));
        out.append(",\"rows\":");
        RowJson.writeAll(rows, forms, out);
        return out.append('}').toString();
    }
}
