package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.simulator.oracle.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A killed device's recording, to be doctored. */
final class Story {
    static final String DEVICE = "killed";
    static final String SCOPE = "drill:notes";

    private static final EntityTypes TYPES =
            EntityTypesFile.parse("test", "types: { note: { schema: 1, fields: { title: { type: string } } } }");

    private final Recording recording = new Recording();

    static OperationId id(int number) {
        return new OperationId(new UUID(0, number));
    }

    static Intention edit(String note, String before, String after) {
        return new Intention(key(note), false, title(after), title(before));
    }

    static Intention removal(String note, String before) {
        return new Intention(key(note), true, new TreeMap<>(), title(before));
    }

    Story begun(Intention... edits) {
        recording.trying(List.of(edits));
        return this;
    }

    Story promised(Intention edit, OperationId id) {
        begun(edit);
        recording.promised(List.of(id));
        return this;
    }

    Story sent(OperationId id, Intention edit) {
        try {
            recording.sending(List.of(OperationCodec.payload(operation(id, edit))));
        } catch (InvalidShape e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    private static Operation operation(OperationId id, Intention edit) {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        edit.saw().forEach((field, json) -> seen.put(field, new SeenValue.Value(json)));
        Basis basis = Basis.Seen.of(seen);
        return edit.isDelete()
                ? new Operation.Delete(id, edit.entity(), 1, basis, new Precondition.None())
                : new Operation.Upsert(
                        id, edit.entity(), 1, new TreeMap<>(edit.wrote()), basis, new Precondition.None());
    }

    Recording.History told() {
        return recording.history();
    }

    /** What a server would show that never got anything. */
    static Evidence emptyServer(Recording.History killed) {
        return new Evidence(
                TYPES, Attribution.of(killed).accepted(DEVICE, SCOPE), List.of(), List.of(), List.of(), List.of());
    }

    static Life life(FailPoint point) {
        return new Life(1, Optional.of(point), true, Optional.empty(), "ok");
    }

    private static EntityKey key(String note) {
        return new EntityKey("note", note);
    }

    private static SortedMap<String, Json> title(String value) {
        return value.isEmpty() ? new TreeMap<>() : new TreeMap<>(Map.of("title", Json.of(value)));
    }
}
