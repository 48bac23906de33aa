package io.tidemark.laws.history;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.SeenValue;
import java.util.Map;
import java.util.TreeMap;

/** What a device with a defect does to an operation, and the rules refuse. */
enum Flaw {
    UNKNOWN_FIELD,
    INVALID_FIELD,
    CHANGE_REQUIRED,
    NOTHING_TO_CHANGE,
    SEEN_REQUIRED,
    UNKNOWN_TYPE,
    INVALID_ENTITY_ID,
    MALFORMED;

    Operation spoil(Upsert sound) {
        TreeMap<String, Json> fields = new TreeMap<>(sound.fields());
        switch (this) {
            case UNKNOWN_FIELD -> fields.put("colour", Json.of("red"));
            case INVALID_FIELD -> fields.put("title", Json.of(1));
            case CHANGE_REQUIRED -> fields.put("likes", Json.of(1));
            case NOTHING_TO_CHANGE -> fields.clear();
            case SEEN_REQUIRED, UNKNOWN_TYPE, INVALID_ENTITY_ID, MALFORMED -> {}
        }
        EntityKey entity =
                switch (this) {
                    case UNKNOWN_TYPE -> new EntityKey("memo", sound.entity().id());
                    case INVALID_ENTITY_ID ->
                        new EntityKey("note", sound.entity().id() + "\u0007");
                    case UNKNOWN_FIELD, INVALID_FIELD, CHANGE_REQUIRED, NOTHING_TO_CHANGE, SEEN_REQUIRED, MALFORMED ->
                        sound.entity();
                };
        boolean empty = this == NOTHING_TO_CHANGE;
        return new Upsert(
                sound.id(),
                entity,
                sound.schema(),
                fields,
                empty ? new TreeMap<>() : sound.changes(),
                basis(sound.basis(), fields),
                sound.precondition(),
                sound.transaction());
    }

    private Basis basis(Basis sound, Map<String, Json> fields) {
        if (this == SEEN_REQUIRED) {
            return new Basis.Seen(new TreeMap<>());
        }
        if (!(sound instanceof Basis.Seen(var before))) {
            return sound;
        }
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        fields.keySet().forEach(field -> seen.put(field, before.getOrDefault(field, new SeenValue.Absent())));
        return new Basis.Seen(seen);
    }

    /** A member that nobody knows makes an operation malformed. */
    Json.Obj spoil(Json.Obj payload) {
        if (this != MALFORMED) {
            return payload;
        }
        TreeMap<String, Json> members = new TreeMap<>(payload.members());
        members.put("colour", Json.of("red"));
        return new Json.Obj(members);
    }
}
