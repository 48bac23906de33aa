package io.tidemark.protocol.http;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A page of {@code GET /v1/scopes/{scope}/changes}, read in one snapshot: every row whose last position lies in
 * ({@code from}, {@code to}], in order. A reader applies it only if {@code from} is where it stands.
 *
 * @param epoch of the server's data
 * @param from the position of the request's cursor, 0 at the start
 * @param to the position that {@code cursor} names
 * @param cursor opaque: for the next request
 * @param checkpoint whether {@code to} is the head: only here the rows may be shown
 * @param mark with a checkpoint, the last sequence of the asking device that the server had decided in this snapshot
 */
public record ChangesPage(
        String epoch,
        long from,
        long to,
        String cursor,
        boolean checkpoint,
        OptionalLong mark,
        List<CanonicalRow> rows) {
    public static final int DEFAULT_LIMIT = 200;
    public static final int MAX_LIMIT = 500;

    public ChangesPage {
        rows = List.copyOf(rows);
    }

    /** The same page, with each row as the function makes it. */
    public ChangesPage map(UnaryOperator<CanonicalRow> row) {
        return new ChangesPage(
                epoch,
                from,
                to,
                cursor,
                checkpoint,
                mark,
                rows.stream().map(row).toList());
    }

    public Json write() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("epoch", Json.of(epoch));
        members.put("from", Json.of(from));
        members.put("to", Json.of(to));
        members.put("cursor", Json.of(cursor));
        members.put("checkpoint", Json.of(checkpoint));
        mark.ifPresent(sequence -> members.put("mark", Json.of(sequence)));
        members.put("rows", new Json.Arr(rows.stream().map(RowCodec::write).toList()));
        return new Json.Obj(members);
    }

    public static ChangesPage read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        List<CanonicalRow> rows = new ArrayList<>();
        for (Json row : members.array("rows")) {
            rows.add(RowCodec.read(row));
        }
        return new ChangesPage(
                members.string("epoch"),
                members.integer("from", 0),
                members.integer("to", 0),
                members.string("cursor"),
                members.bool("checkpoint"),
                members.has("mark") ? OptionalLong.of(members.integer("mark", 0)) : OptionalLong.empty(),
                rows);
    }
}
