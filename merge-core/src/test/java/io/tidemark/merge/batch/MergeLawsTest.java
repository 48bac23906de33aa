package io.tidemark.merge.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.merge.EntityState;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Laws over seeded random histories: a few devices, few entities, lost answers, duplicates, late pulls. A failing seed
 * is named in the message: run it alone with {@code -Dtidemark.laws.seed=…}.
 */
class MergeLawsTest {
    private static final int HISTORIES = Integer.getInteger("tidemark.laws.histories", 2_000);
    private static final long FIRST_SEED = Long.getLong("tidemark.laws.seed", 1L);
    private static final ScopeKey SCOPE = new ScopeKey("demo", "notes");

    /** A counter that everybody increments, and nobody deletes. */
    private static final EntityKey TALLY = new EntityKey("note", "tally");

    @Test
    void losesNothingAndConverges_whenDevicesEditAtRandom() { // MERGE-3, MERGE-4, MERGE-14, BATCH-3, G2–G7
        // Given
        Map<Status, Integer> outcomes = new EnumMap<>(Status.class);
        Set<Reason> reasons = new HashSet<>();
        // When
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            History history = new History(seed, 2 + (int) (seed % 5));
            history.run(40);
            history.server.log.values().forEach(entry -> {
                outcomes.merge(entry.outcome().status(), 1, Integer::sum);
                entry.outcome().reason().ifPresent(reasons::add);
            });
            // Then
            history.check();
        }
        assertThat(outcomes).containsKeys(Status.APPLIED, Status.MERGED, Status.CONFLICT);
        assertThat(reasons)
                .contains(
                        Reason.UNSEEN_VALUE,
                        Reason.JOINED_COPY,
                        Reason.UNDELETED,
                        Reason.DELETE_SUPERSEDED,
                        Reason.SERVER_ORDER,
                        Reason.POLICY_MERGED,
                        Reason.ADD_WINS);
    }

    @Test
    void neverConflicts_whenADeviceIsAlone() { // MERGE-13
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES / 4; seed++) {
            // Given
            History history = new History(seed, 1);
            // When
            history.run(60);
            // Then
            assertThat(history.server.log.values())
                    .as("seed %d", seed)
                    .allSatisfy(entry -> assertThat(entry.outcome().status()).isEqualTo(Status.APPLIED));
            history.check();
        }
    }

    /** One seeded run, and the oracle that watches it from outside devices and server. */
    private static final class History {
        final ServerModel server = new ServerModel();
        private final long seed;
        private final Random random;
        private final List<DeviceModel> devices = new ArrayList<>();
        private final List<List<Arrival>> late = new ArrayList<>();
        private final Set<String> accepted = new HashSet<>();
        private final Set<String> superseded = new HashSet<>();
        private int values;
        private long tally;

        History(long seed, int deviceCount) {
            this.seed = seed;
            this.random = new Random(seed);
            for (int i = 1; i <= deviceCount; i++) {
                DeviceModel device = new DeviceModel(i, SCOPE);
                devices.add(device);
                server.members.add(device.member());
            }
        }

        void run(int edits) {
            for (int done = 0; done < edits; ) {
                DeviceModel device = devices.get(random.nextInt(devices.size()));
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> {
                        edit(device);
                        done++;
                    }
                    case 3, 4 -> push(device);
                    default -> device.pull(server);
                }
            }
            late.forEach(server::merge);
            for (DeviceModel device : devices) {
                // One round sends 50 operations and decides them: a queue that needs more rounds is stuck.
                for (int round = 0; round < edits && !device.queue.isEmpty(); round++) {
                    device.hear(server.merge(device.prefix(50)));
                    device.pull(server);
                }
            }
            devices.forEach(device -> device.pull(server));
        }

        private void edit(DeviceModel device) {
            if (random.nextInt(8) == 0) {
                int by = 1 + random.nextInt(9);
                device.save(TALLY, new TreeMap<>(), new TreeMap<>(Map.of("likes", new Change.Increment(by))));
                tally += by;
                return;
            }
            List<EntityKey> choices = new ArrayList<>(device.canonical.keySet());
            choices.remove(TALLY);
            choices.add(new EntityKey("note", "n" + random.nextInt(3)));
            EntityKey entity = choices.get(random.nextInt(choices.size()));
            SortedMap<String, Json> shown = device.screen(entity).orElseGet(TreeMap::new);
            if (device.screen(entity).isPresent() && random.nextInt(6) == 0) {
                shown.values().forEach(value -> superseded.addAll(units(value))); // the author sees what he deletes
                device.delete(entity);
                return;
            }
            TreeMap<String, Json> fields = new TreeMap<>();
            TreeMap<String, Change> changes = new TreeMap<>();
            switch (random.nextInt(4)) {
                case 0 -> changes.put("tags", elements(device, entity, shown));
                case 1 -> fields.put("text", text(device, shown));
                default ->
                    List.of("title", "body", "pinned").stream()
                            .filter(field -> random.nextBoolean() || "title".equals(field))
                            .forEach(field -> fields.put(field, Json.of(value(device, field))));
            }
            device.save(entity, fields, changes);
            fields.forEach((field, value) -> {
                if (!"pinned".equals(field)) {
                    accepted.addAll(units(value));
                }
                if (shown.containsKey(field)) {
                    List<String> replaced = new ArrayList<>(units(shown.get(field)));
                    replaced.removeAll(units(value)); // a text's other lines stay
                    superseded.addAll(replaced);
                }
            });
        }

        private Change elements(DeviceModel device, EntityKey entity, SortedMap<String, Json> shown) {
            TreeSet<String> add = new TreeSet<>(Set.of(value(device, "tags")));
            TreeSet<String> remove = new TreeSet<>();
            if (shown.containsKey("tags")) {
                // Taken out, or put in once more: then a removal that had not seen it may not take it out.
                TreeSet<String> one = random.nextBoolean() ? remove : add;
                units(shown.get("tags")).stream().findFirst().ifPresent(one::add);
            }
            accepted.addAll(add);
            superseded.addAll(remove);
            return new Change.Elements(add, remove, device.version(entity));
        }

        private Json text(DeviceModel device, SortedMap<String, Json> shown) {
            List<String> lines = new ArrayList<>(shown.containsKey("text") ? units(shown.get("text")) : List.of());
            if (!lines.isEmpty() && random.nextInt(3) == 0) {
                lines.remove(random.nextInt(lines.size()));
            }
            // A text begins with some lines, so that two authors seldom meet.
            for (int more = lines.isEmpty() ? 8 : 1; more > 0; more--) {
                lines.add(random.nextInt(lines.size() + 1), value(device, "text"));
            }
            return Json.of(String.join("\n", lines) + "\n");
        }

        /** Every value is unique, so that its fate can be told by set difference. */
        private String value(DeviceModel device, String field) {
            return device.name + "/" + field + "/" + values++;
        }

        /** What may not be lost: a text's lines, a set's elements. */
        private static List<String> units(Json value) {
            return switch (value) {
                case Json.Str(String text) -> text.lines().toList();
                case Json.Arr(List<Json> items) ->
                    items.stream().flatMap(item -> units(item).stream()).toList();
                default -> List.of();
            };
        }

        private void push(DeviceModel device) {
            List<Arrival> batch = device.prefix(1 + random.nextInt(6));
            if (random.nextInt(5) == 0) {
                late.add(batch); // arrives after all that follows, or again
                return;
            }
            List<OperationResult> results = server.merge(batch);
            if (random.nextInt(4) != 0) {
                device.hear(results);
            }
            if (!late.isEmpty() && random.nextInt(3) == 0) {
                server.merge(late.remove(random.nextInt(late.size())));
            }
        }

        /** As a merge would that lets the last writer win: on the server and on all devices alike. */
        void loseOne() {
            EntityState victim = server.rows.values().stream()
                    .filter(row -> !row.deleted() && row.field("title").isPresent())
                    .filter(row ->
                            superseded.stream().noneMatch(units(row.fields().get("title"))::contains))
                    .findFirst()
                    .orElseThrow();
            TreeMap<String, Json> overwritten = new TreeMap<>(victim.fields());
            overwritten.put("title", Json.of("somebody else's"));
            server.rows.put(
                    new RowKey(SCOPE, victim.key()),
                    new EntityState(
                            victim.key(),
                            victim.version(),
                            victim.incarnation(),
                            victim.position(),
                            false,
                            overwritten,
                            victim.stamps(),
                            victim.conflict()));
            devices.forEach(device -> device.canonical.put(victim.key(), overwritten));
        }

        void check() {
            Set<String> standing = new HashSet<>();
            Set<Long> positions = new HashSet<>();
            TreeMap<EntityKey, Map<String, Json>> visible = new TreeMap<>();
            for (EntityState row : server.rows.values()) {
                assertThat(positions.add(row.position()))
                        .as("seed %d: position given twice", seed)
                        .isTrue();
                if (!row.deleted()) {
                    visible.put(row.key(), row.fields());
                    row.fields().values().forEach(value -> standing.addAll(units(value)));
                }
            }
            Set<String> lost = new TreeSet<>(accepted);
            lost.removeAll(standing);
            lost.removeAll(superseded);
            assertThat(lost).as("seed %d: these values are lost", seed).isEmpty();
            assertThat(tally == 0 ? Json.of(0) : visible.get(TALLY).get("likes"))
                    .as("seed %d: increments", seed)
                    .isEqualTo(Json.of(tally));
            for (DeviceModel device : devices) {
                assertThat(device.queue)
                        .as("seed %d: %s is stuck", seed, device.name)
                        .isEmpty();
                assertThat(device.canonical)
                        .as("seed %d: %s diverged", seed, device.name)
                        .isEqualTo(visible);
            }
        }
    }

    /** The oracle is worth what it can catch: a value that nobody replaced and nobody holds. */
    @Test
    void namesTheLostValue_whenItIsGoneEverywhere() {
        // Given
        History history = new History(7, 3);
        history.run(40);
        // When
        history.loseOne();
        // Then
        assertThatThrownBy(history::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("these values are lost");
    }
}
