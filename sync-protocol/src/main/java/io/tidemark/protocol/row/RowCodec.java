package io.tidemark.protocol.row;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.json.Rfc3339;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The JSON of canonical rows and of the origin of conflict copies. */
public final class RowCodec {
    private RowCodec() {}

    public static Json write(CanonicalRow row) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("type", Json.of(row.entity().type()));
        members.put("entity", Json.of(row.entity().id()));
        members.put("version", Json.of(row.version()));
        members.put("position", Json.of(row.position()));
        switch (row) {
            case CanonicalRow.Live live -> {
                members.put("fields", new Json.Obj(live.fields()));
                live.conflict().ifPresent(conflict -> members.put("conflict", writeConflict(conflict)));
            }
            case CanonicalRow.Tombstone ignored -> members.put("deleted", Json.of(true));
        }
        return new Json.Obj(members);
    }

    public static CanonicalRow read(Json json) throws InvalidShape {
        Members members = Members.of(json, "row");
        EntityKey entity = new EntityKey(members.string("type"), members.string("entity"));
        long version = members.integer("version", 1);
        long position = members.integer("position", 1);
        if (members.has("deleted") && members.bool("deleted")) {
            return new CanonicalRow.Tombstone(entity, version, position);
        }
        Optional<ConflictOrigin> conflict =
                members.has("conflict") ? Optional.of(readConflict(members.get("conflict"))) : Optional.empty();
        TreeMap<String, Json> fields = new TreeMap<>(members.object("fields").all());
        return new CanonicalRow.Live(entity, version, position, fields, conflict);
    }

    public static Json writeConflict(ConflictOrigin conflict) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("of", Json.of(conflict.of()));
        members.put("author", Json.of(conflict.author()));
        members.put("operation", Json.of(conflict.operation().toString()));
        members.put("reason", Json.of(conflict.reason().slug()));
        members.put("seen", OperationCodec.writeSeen(conflict.seen()));
        members.put("theirs", new Json.Obj(conflict.theirs()));
        conflict.transaction().ifPresent(id -> members.put("transaction", Json.of(id.toString())));
        members.put("edited", Json.of(conflict.edited()));
        conflict.madeAt().ifPresent(time -> members.put("madeAt", Rfc3339.write(time)));
        return new Json.Obj(members);
    }

    public static ConflictOrigin readConflict(Json json) throws InvalidShape {
        Members members = Members.of(json, "conflict");
        Optional<UUID> transaction =
                members.has("transaction") ? Optional.of(uuid(members, "transaction")) : Optional.empty();
        return new ConflictOrigin(
                members.string("of"),
                members.string("author"),
                new OperationId(uuid(members, "operation")),
                Reason.parse(members.string("reason"))
                        .orElseThrow(() -> new InvalidShape("reason", "it is none that the protocol names")),
                OperationCodec.readSeen(members.object("seen")),
                new TreeMap<>(members.object("theirs").all()),
                transaction,
                members.bool("edited"),
                members.has("madeAt") ? Optional.of(Rfc3339.read(members, "madeAt")) : Optional.empty());
    }

    private static UUID uuid(Members members, String name) throws InvalidShape {
        return OperationId.parse(members.string(name))
                .orElseThrow(() -> new InvalidShape(name, "a UUID is expected"))
                .uuid();
    }
}
