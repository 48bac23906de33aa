package io.tidemark.protocol.http;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A page of {@code GET /v1/scopes/{scope}/conflicts}, read in one snapshot: conflict copies that nobody has resolved yet,
 * by type, by the entity of which they are copies, and by id.
 *
 * @param epoch of the server's data
 * @param next opaque: for the next request, with the same filters; empty on the last page
 */
public record ConflictsPage(String epoch, Optional<String> next, List<CanonicalRow.Live> conflicts) {
    public ConflictsPage {
        conflicts = List.copyOf(conflicts);
    }

    public Json write() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("epoch", Json.of(epoch));
        next.ifPresent(text -> members.put("next", Json.of(text)));
        members.put(
                "conflicts",
                new Json.Arr(conflicts.stream().map(RowCodec::write).toList()));
        return new Json.Obj(members);
    }

    public static ConflictsPage read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        List<CanonicalRow.Live> conflicts = new ArrayList<>();
        for (Json row : members.array("conflicts")) {
            if (RowCodec.read(row) instanceof CanonicalRow.Live copy) {
                conflicts.add(copy);
            } else {
                throw new InvalidShape("conflicts", "rows that are not deleted are expected");
            }
        }
        return new ConflictsPage(members.string("epoch"), members.optionalString("next"), conflicts);
    }
}
