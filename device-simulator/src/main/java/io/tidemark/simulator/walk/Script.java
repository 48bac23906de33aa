package io.tidemark.simulator.walk;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.simulator.oracle.walk.PlacedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What one writer does: it makes, changes and deletes notes of its own, and now and then overwrites one of a few entities
 * that all writers overwrite, so that the same rows move up the feed again and again. Every value is unique. Deterministic
 * by its seed. Not thread-safe.
 */
final class Script {
    private static final int MOST_NOTES = 200;
    private static final int BOARDS = 5;
    private static final int BOARD_EVERY = 20;
    private static final int DELETE_EVERY = 20;

    /** @param wire the operation in its envelope, as it is sent */
    record Step(OperationId id, EntityKey entity, String content, Json wire) {}

    /** An entity with the one field that is written, and what this writer last wrote there. */
    private record Shown(EntityKey entity, String field, Json value) {}

    private final String writer;
    private final Random random;
    private final List<Shown> notes = new ArrayList<>();
    private final Map<EntityKey, Shown> boards = new TreeMap<>();
    private int made;
    private long sequence;

    Script(String writer, Random random) {
        this.writer = writer;
        this.random = random;
    }

    Step next() {
        sequence++;
        if (random.nextInt(BOARD_EVERY) == 0) {
            return writeBoard(new EntityKey("preference", "board-" + (1 + random.nextInt(BOARDS))));
        }
        if (notes.size() < MOST_NOTES && (notes.isEmpty() || random.nextInt(3) == 0)) {
            return makeNote();
        }
        int index = random.nextInt(notes.size());
        return random.nextInt(DELETE_EVERY) == 0 ? deleteNote(index) : changeNote(index);
    }

    private Step writeBoard(EntityKey entity) {
        Shown after = new Shown(entity, "value", value());
        Shown before = boards.put(entity, after);
        return upsert(after, before == null ? new Basis.Nothing() : seen(before));
    }

    private Step makeNote() {
        made++;
        Shown after = new Shown(new EntityKey("note", writer + "-" + made), "title", value());
        notes.add(after);
        return upsert(after, new Basis.Nothing());
    }

    private Step changeNote(int index) {
        Shown before = notes.get(index);
        Shown after = new Shown(before.entity(), before.field(), value());
        notes.set(index, after);
        return upsert(after, seen(before));
    }

    private Step deleteNote(int index) {
        Shown gone = notes.remove(index);
        Operation operation = new Operation.Delete(id(), gone.entity(), 1, seen(gone), new Precondition.None());
        return step(operation, PlacedRow.DELETED);
    }

    private Json value() {
        return Json.of(writer + " writes " + sequence);
    }

    private static Basis seen(Shown shown) {
        return Basis.Seen.of(Map.of(shown.field(), new SeenValue.Value(shown.value())));
    }

    private Step upsert(Shown after, Basis basis) {
        TreeMap<String, Json> fields = new TreeMap<>(Map.of(after.field(), after.value()));
        Operation operation = new Operation.Upsert(id(), after.entity(), 1, fields, basis, new Precondition.None());
        return step(operation, PlacedRow.content(fields));
    }

    private Step step(Operation operation, String content) {
        Json wire =
                OperationCodec.write(OperationCodec.payload(operation), Envelope.of(new Link(sequence, sequence - 1)));
        return new Step(operation.id(), operation.entity(), content, wire);
    }

    private OperationId id() {
        return new OperationId(new UUID(random.nextLong(), random.nextLong()));
    }
}
