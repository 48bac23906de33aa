package io.tidemark.simulator.bench.device;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.store.Synchronous;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.simulator.bench.device.BareStore.BareSave;
import io.tidemark.simulator.statistics.Median;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What {@code save} costs beside a bare transaction that writes the same row and the same operation. By turns, one save
 * each, so that both meet the same machine.
 */
public final class SaveBench {
    static final String SCOPE = "bench:save";
    private static final int TITLE = 40;
    private static final int BODY = 400;
    private static final int NOTES = 1_000;
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private final EntityTypes types;
    private final Path folder;

    /** @param folder for the files of both sides, which must be there */
    public SaveBench(EntityTypes types, Path folder) {
        this.types = types;
        this.folder = folder;
    }

    /**
     * @param saveMicros the median of the agent's save
     * @param bareMicros the median of the bare transaction
     */
    public record Figures(Synchronous synchronous, int saves, double saveMicros, double bareMicros) {
        public double ratio() {
            return saveMicros / bareMicros;
        }
    }

    /** @param saves that are measured; half as many go before */
    public Figures measure(Synchronous synchronous, int saves) throws SQLException {
        int warmUp = saves / 2;
        double[] agents = new double[saves];
        double[] bares = new double[saves];
        AgentConfig config = AgentConfig.builder()
                .database(folder.resolve("agent-" + synchronous + ".db"))
                .entityTypes(types)
                .scope(SCOPE)
                .synchronous(synchronous)
                .gateway(NOWHERE)
                .tokens(() -> "none")
                .online(false)
                .build();
        try (TidemarkAgent agent = TidemarkAgent.open(config);
                BareStore bare = new BareStore(folder.resolve("bare-" + synchronous + ".db"), synchronous)) {
            SyncedScope scope = agent.scope(SCOPE);
            Script script = new Script();
            for (int i = -warmUp; i < saves; i++) {
                Edit edit = script.next();
                long begun = System.nanoTime();
                scope.save("note", edit.note(), edit.fields());
                long between = System.nanoTime();
                bare.save(edit.bare());
                long end = System.nanoTime();
                if (i >= 0) {
                    agents[i] = between - begun;
                    bares[i] = end - between;
                }
            }
        }
        return new Figures(synchronous, saves, Median.of(agents) / 1e3, Median.of(bares) / 1e3);
    }

    private record Edit(String note, Map<String, Json> fields, BareSave bare) {}

    /** Notes are made, and changed again and again, never one twice in a row: such edits would become one. */
    private static final class Script {
        private final Random random = new Random(1);
        private final Map<String, TreeMap<String, Json>> standing = new HashMap<>();
        private int made;

        Edit next() {
            String note = "note-" + made++ % NOTES;
            TreeMap<String, Json> before = standing.get(note);
            TreeMap<String, Json> fields =
                    new TreeMap<>(Map.of("title", Json.of(text(TITLE)), "body", Json.of(text(BODY))));
            standing.put(note, fields);
            OperationId id = new OperationId(new UUID(System.nanoTime(), made));
            Operation operation = new Operation.Upsert(
                    id,
                    new EntityKey("note", note),
                    1,
                    fields,
                    before == null ? new Basis.Nothing() : seen(before),
                    new Precondition.None());
            String payload = CanonicalJson.write(OperationCodec.payload(operation));
            BareSave bare = new BareSave(
                    note,
                    id.toString(),
                    CanonicalJson.write(new Json.Obj(fields)),
                    payload,
                    ContentHash.of(payload.getBytes(StandardCharsets.UTF_8)).text(),
                    made);
            return new Edit(note, fields, bare);
        }

        private static Basis seen(Map<String, Json> before) {
            TreeMap<String, SeenValue> seen = new TreeMap<>();
            before.forEach((field, json) -> {
                byte[] canonical = CanonicalJson.bytes(json);
                seen.put(
                        field,
                        canonical.length <= SeenValue.INLINE_BYTES
                                ? new SeenValue.Value(json)
                                : new SeenValue.Hashed(ContentHash.of(canonical)));
            });
            return Basis.Seen.of(seen);
        }

        private String text(int length) {
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            return text.toString();
        }
    }
}
