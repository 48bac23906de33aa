package io.tidemark.protocol.explain;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.outcome.FateCodec;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to {@code POST …/entities/{type}/{id}/dry-run}: what the merge would decide now. Nothing has a position:
 * nothing was done.
 *
 * @param epoch of the server's data
 * @param result what a push of the operation would be told, but for the position
 * @param fates what would become of its fields
 * @param row as it would stand; empty if there would be none
 * @param copies conflict copies that it would make or join
 */
public record DryRun(
        String epoch,
        OperationResult result,
        SortedMap<String, FieldFate> fates,
        Optional<CanonicalRow> row,
        List<CanonicalRow> copies) {
    private static final String POSITION = "position";

    public DryRun {
        fates = Collections.unmodifiableSortedMap(new TreeMap<>(fates));
        copies = List.copyOf(copies);
    }

    public Json write() {
        TreeMap<String, Json> members = withoutPosition(ResultCodec.write(result));
        members.put("epoch", Json.of(epoch));
        members.put("fates", FateCodec.write(fates));
        row.ifPresent(state -> members.put("row", new Json.Obj(withoutPosition(RowCodec.write(state)))));
        members.put(
                "copies",
                new Json.Arr(copies.stream()
                        .<Json>map(copy -> new Json.Obj(withoutPosition(RowCodec.write(copy))))
                        .toList()));
        return new Json.Obj(members);
    }

    public static DryRun read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        List<CanonicalRow> copies = new ArrayList<>();
        for (Json copy : members.array("copies")) {
            copies.add(readRow(copy));
        }
        return new DryRun(
                members.string("epoch"),
                ResultCodec.read(json),
                FateCodec.read(members.get("fates")),
                members.has("row") ? Optional.of(readRow(members.get("row"))) : Optional.empty(),
                copies);
    }

    private static TreeMap<String, Json> withoutPosition(Json object) {
        if (!(object instanceof Json.Obj(var members))) {
            throw new IllegalStateException("results and rows are objects");
        }
        TreeMap<String, Json> rest = new TreeMap<>(members);
        rest.remove(POSITION);
        return rest;
    }

    /** At the first position there is, as none is told. */
    private static CanonicalRow readRow(Json json) throws InvalidShape {
        TreeMap<String, Json> row = new TreeMap<>(Members.of(json, "row").all());
        row.put(POSITION, Json.of(1));
        return RowCodec.read(new Json.Obj(row));
    }
}
