package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.oracle.AcceptedEdit;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an author is about to do, with what stood on his screen; noted before the call, for the call may never return.
 *
 * @param wrote every value unique in the drill; none of a delete
 */
record Intention(EntityKey entity, boolean isDelete, SortedMap<String, Json> wrote, SortedMap<String, Json> saw) {
    Intention {
        wrote = Collections.unmodifiableSortedMap(new TreeMap<>(wrote));
        saw = Collections.unmodifiableSortedMap(new TreeMap<>(saw));
    }

    AcceptedEdit as(OperationId id, String device, String scope) {
        return isDelete
                ? new AcceptedEdit.Deleted(id, device, scope, entity, saw)
                : new AcceptedEdit.Saved(id, device, scope, entity, wrote, saw);
    }

    /** Whether this one's author had a value of that one on his screen, and replaced it. */
    boolean replaces(Intention earlier) {
        return entity.equals(earlier.entity)
                && earlier.wrote.entrySet().stream()
                        .anyMatch(value -> value.getValue().equals(saw.get(value.getKey()))
                                && (isDelete || wrote.containsKey(value.getKey())));
    }

    Json write() {
        return Json.Obj.of(Map.of(
                "type", Json.of(entity.type()),
                "id", Json.of(entity.id()),
                "delete", Json.of(isDelete),
                "wrote", new Json.Obj(wrote),
                "saw", new Json.Obj(saw)));
    }

    static Intention read(Json json) throws InvalidShape {
        Members members = Members.of(json, "intention");
        return new Intention(
                new EntityKey(members.string("type"), members.string("id")),
                members.get("delete").equals(Json.of(true)),
                new TreeMap<>(members.object("wrote").all()),
                new TreeMap<>(members.object("saw").all()));
    }
}
