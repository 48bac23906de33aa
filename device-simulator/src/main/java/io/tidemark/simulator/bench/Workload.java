package io.tidemark.simulator.bench;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What one device sends: in eight operations five creations and three updates of notes of its own, with what it had
 * seen; every fourth batch to the scope that all share. Deterministic by its seed. Not thread-safe.
 */
final class Workload {
    static final int TITLE = 40;
    static final int BODY = 400;
    static final String SHARED = "bench:shared";
    private static final int SHARED_EVERY = 4;
    private static final String TYPE = "note";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz     ";

    /** @param operation in its envelope, as it is sent */
    record Step(String entity, int revision, Json operation) {}

    record Batch(String scope, List<Step> steps) {}

    private static final class Lane {
        private final List<Note> notes = new ArrayList<>();
        private long sequence;
    }

    private record Note(String id, int revision, String title, String body) {}

    private final int device;
    private final Random random;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private int batches;

    Workload(int device, long seed) {
        this.device = device;
        this.random = new Random(seed * 31 + device);
    }

    static String ownScope(int device) {
        return "bench:device-" + device;
    }

    static String deviceName(int device) {
        return "device-" + device;
    }

    /** @param operations 1 to 50 */
    Batch next(int operations) {
        boolean shared = (batches++ + device) % SHARED_EVERY == SHARED_EVERY - 1;
        String scope = shared ? SHARED : ownScope(device);
        Lane lane = lanes.computeIfAbsent(scope, name -> new Lane());
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            steps.add(step(lane));
        }
        return new Batch(scope, steps);
    }

    private Step step(Lane lane) {
        boolean update =
                switch ((int) (lane.sequence % 8)) {
                    case 2, 4, 6 -> true;
                    default -> false;
                };
        int index = update ? random.nextInt(lane.notes.size()) : lane.notes.size();
        Note before = update ? lane.notes.get(index) : null;
        Note after = note(index, before == null ? 1 : before.revision() + 1);
        if (before == null) {
            lane.notes.add(after);
        } else {
            lane.notes.set(index, after);
        }
        lane.sequence++;
        Link link = new Link(lane.sequence, lane.sequence - 1);
        Basis basis = before == null ? new Basis.Nothing() : seen(before);
        return new Step(after.id(), after.revision(), operation(after, basis, link));
    }

    private Note note(int index, int revision) {
        String id = "d" + device + "-" + index;
        return new Note(id, revision, text("r" + revision + " ", TITLE), text("", BODY));
    }

    private String text(String start, int length) {
        StringBuilder text = new StringBuilder(start);
        while (text.length() < length) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static Basis seen(Note note) {
        return Basis.Seen.of(Map.of("title", seen(Json.of(note.title())), "body", seen(Json.of(note.body()))));
    }

    private static SeenValue seen(Json value) {
        byte[] canonical = CanonicalJson.bytes(value);
        return canonical.length <= SeenValue.INLINE_BYTES
                ? new SeenValue.Value(value)
                : new SeenValue.Hashed(ContentHash.of(canonical));
    }

    private Json operation(Note note, Basis basis, Link link) {
        TreeMap<String, Json> fields = new TreeMap<>();
        fields.put("title", Json.of(note.title()));
        fields.put("body", Json.of(note.body()));
        OperationId id = new OperationId(new UUID(random.nextLong(), random.nextLong()));
        Operation operation =
                new Operation.Upsert(id, new EntityKey(TYPE, note.id()), 1, fields, basis, new Precondition.None());
        return OperationCodec.write(OperationCodec.payload(operation), Envelope.of(link));
    }

    /** The revision that a note of this workload is at. */
    static int revision(Json title) {
        if (title instanceof Json.Str(String text) && text.startsWith("r")) {
            return Integer.parseInt(text.substring(1, text.indexOf(' ')));
        }
        throw new IllegalStateException("a title that this workload did not write");
    }
}
