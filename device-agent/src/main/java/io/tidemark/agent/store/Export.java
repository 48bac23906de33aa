package io.tidemark.agent.store;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Unsent work as one JSON document, written page by page, so that a long queue is exported in little memory.
 *
 * <pre>{@code
 * {"format": "tidemark-unsent-work", "version": 1, "scope": "…", "device": "…", "exportedAt": "…",
 *  "operations": [{"state": "queued", "at": "…", "payload": {…}},
 *                 {"state": "dead-letter", "at": "…", "reason": "…", "payload": {…}}]}
 * }</pre>
 *
 * Where a payload was damaged it is {@code null}, and {@code stored} is what there is of it.
 */
public final class Export {
    private static final int PAGE = 50;

    private final Database database;
    private final InstantSource clock;

    public Export(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Item(long ordinal, Json json) {}

    /** @return how many operations were written */
    public long deadLetters(String scope, Appendable to) throws IOException {
        begin(scope, to);
        long written = items(ExportSql.DEAD_LETTERS, scope, 0, to);
        to.append("]}\n");
        return written;
    }

    /** The queue in its order, without what is a dead letter already; then the dead letters. */
    public long unsent(String scope, Appendable to) throws IOException {
        begin(scope, to);
        long written = items(ExportSql.QUEUED, scope, 0, to);
        written += items(ExportSql.DEAD_LETTERS, scope, written, to);
        to.append("]}\n");
        return written;
    }

    private void begin(String scope, Appendable to) throws IOException {
        TreeMap<String, Json> head = new TreeMap<>();
        head.put("format", Json.of("tidemark-unsent-work"));
        head.put("version", Json.of(1L));
        head.put("scope", Json.of(scope));
        head.put("device", Json.of(database.read(OperationQueue::device)));
        head.put("exportedAt", Json.of(clock.instant().toString()));
        String text = CanonicalJson.write(new Json.Obj(head));
        to.append(text, 0, text.length() - 1).append(",\"operations\":[");
    }

    private long items(String sql, String scope, long before, Appendable to) throws IOException {
        long written = 0;
        long after = 0;
        while (true) {
            long from = after;
            List<Item> page =
                    database.read(session -> session.list(sql, row -> item(session, scope, row), scope, from, PAGE));
            for (Item item : page) {
                to.append(before + written == 0 ? "\n" : ",\n");
                to.append(CanonicalJson.write(item.json()));
                written++;
                after = item.ordinal();
            }
            if (page.size() < PAGE) {
                return written;
            }
        }
    }

    private static Item item(Session session, String scope, ResultSet row) throws SQLException {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("state", Json.of(row.getString(2)));
        members.put("at", Json.of(Instant.ofEpochMilli(row.getLong(3)).toString()));
        Optional<Payload> payload = StoredPayload.read(session, scope, row.getString(6), row.getString(4));
        members.put(
                "payload", payload.<Json>map(kept -> Stored.object(kept.text())).orElse(Json.NULL));
        if (payload.isEmpty()) {
            members.put("operationId", Json.of(row.getString(6)));
            members.put("stored", Json.of(row.getString(4)));
        }
        String reason = row.getString(5);
        if (reason != null) {
            members.put("reason", Json.of(reason));
        }
        return new Item(row.getLong(1), new Json.Obj(members));
    }
}
