package io.tidemark.protocol.explain;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to {@code GET …/entities/{type}/{id}/explanation}: why an entity is what it is, in one snapshot.
 *
 * @param epoch of the server's data
 * @param row as it stands; empty if there is none, but operations that named it
 * @param deletedBy of a tombstone, the operation that deleted it, if the log still has it
 * @param fields of the row
 * @param operations newest first: the latest ones that named the entity, and every one that another member points to
 * @param reach how far back they go
 * @param copies the entity's open conflict copies
 * @param moreCopies whether there are more of them than these
 */
public record Explanation(
        String epoch,
        EntityKey entity,
        Optional<CanonicalRow> row,
        Optional<OperationId> deletedBy,
        SortedMap<String, FieldStory> fields,
        List<LogLine> operations,
        Reach reach,
        List<CanonicalRow.Live> copies,
        boolean moreCopies) {
    /** Operations, if the request does not say how many. */
    public static final int DEFAULT_LIMIT = 20;

    public static final int MAX_LIMIT = 100;

    /** How far back the operations of an explanation go. */
    public enum Reach {
        /** To the entity's beginning. */
        WHOLE,
        /** As far as the limit allowed: the log has older ones. */
        MORE,
        /** To where the operation log begins: what was before is no longer known. */
        DROPPED;

        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Reach> parse(String slug) {
            return Arrays.stream(values())
                    .filter(reach -> reach.slug().equals(slug))
                    .findFirst();
        }
    }

    public Explanation {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        operations = List.copyOf(operations);
        copies = List.copyOf(copies);
    }

    public Json write() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("epoch", Json.of(epoch));
        members.put("type", Json.of(entity.type()));
        members.put("entity", Json.of(entity.id()));
        row.ifPresent(state -> members.put("row", RowCodec.write(state)));
        deletedBy.ifPresent(id -> members.put("deletedBy", Json.of(id.toString())));
        TreeMap<String, Json> stories = new TreeMap<>();
        fields.forEach((field, story) -> stories.put(field, story.write()));
        members.put("fields", new Json.Obj(stories));
        members.put(
                "operations",
                new Json.Arr(operations.stream().map(LogLine::write).toList()));
        members.put("reach", Json.of(reach.slug()));
        members.put("copies", new Json.Arr(copies.stream().map(RowCodec::write).toList()));
        if (moreCopies) {
            members.put("moreCopies", Json.of(true));
        }
        return new Json.Obj(members);
    }

    public static Explanation read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        TreeMap<String, FieldStory> fields = new TreeMap<>();
        for (Map.Entry<String, Json> field : members.object("fields").all().entrySet()) {
            fields.put(field.getKey(), FieldStory.read(field.getValue()));
        }
        List<LogLine> operations = new ArrayList<>();
        for (Json line : members.array("operations")) {
            operations.add(LogLine.read(line));
        }
        return new Explanation(
                members.string("epoch"),
                new EntityKey(members.string("type"), members.string("entity")),
                members.has("row") ? Optional.of(RowCodec.read(members.get("row"))) : Optional.empty(),
                members.optionalString("deletedBy").flatMap(OperationId::parse),
                fields,
                operations,
                Reach.parse(members.string("reach"))
                        .orElseThrow(() -> new InvalidShape("reach", "it is none that the protocol names")),
                copies(members.array("copies")),
                members.has("moreCopies") && members.bool("moreCopies"));
    }

    private static List<CanonicalRow.Live> copies(List<Json> rows) throws InvalidShape {
        List<CanonicalRow.Live> copies = new ArrayList<>();
        for (Json row : rows) {
            if (RowCodec.read(row) instanceof CanonicalRow.Live copy) {
                copies.add(copy);
            }
        }
        return copies;
    }
}
