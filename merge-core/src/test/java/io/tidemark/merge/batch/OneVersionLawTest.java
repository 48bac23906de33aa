package io.tidemark.merge.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.OperationFixture;
import io.tidemark.merge.Overlay;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.schema.RowForm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * SCHEMA-9: the same random history in two worlds. In one everybody is of one version; in the other a type was renamed
 * twice over, and each device writes, sees and is shown the names of its own version.
 */
class OneVersionLawTest {
    private static final int HISTORIES = 150;
    private static final EntityTypes ONE_VERSION = EntityTypesFile.parse("one.yaml", """
            types:
              note:
                fields:
                  title: { type: string }
                  body: { type: string }
                  text: { type: string, policy: text }
                  pinned: { type: string, policy: last-writer }
                  likes: { type: integer, policy: counter }
                  tags: { type: strings, policy: add-wins-set }
            """);
    private static final EntityTypes RENAMED = EntityTypesFile.parse("renamed.yaml", """
            types:
              note:
                schema: 3
                fields:
                  title: { type: string }
                  content: { type: string, renamed: [{ from: body, in: 2 }] }
                  lines: { type: string, policy: text, renamed: [{ from: text, in: 2 }, { from: prose, in: 3 }] }
                  top: { type: string, policy: last-writer, renamed: [{ from: pinned, in: 3 }] }
                  stars: { type: integer, policy: counter, renamed: [{ from: likes, in: 2 }] }
                  labels: { type: strings, policy: add-wins-set, renamed: [{ from: tags, in: 3 }] }
            """);

    @Test
    void endsTheSame_whenDevicesAreOfSeveralVersionsAndWhenTheyAreOfOne() {
        Map<Status, Integer> outcomes = new EnumMap<>(Status.class);
        for (long seed = 1; seed <= HISTORIES; seed++) {
            // Given
            World one = new World(ONE_VERSION, List.of(1, 1, 1));
            World several = new World(RENAMED, List.of(1, 2, 3));
            // When
            run(one, seed);
            run(several, seed);
            // Then
            assertThat(several.server.rows()).as("seed %d", seed).isEqualTo(one.server.rows());
            assertThat(several.outcomes()).as("seed %d", seed).isEqualTo(one.outcomes());
            one.outcomes().values().forEach(outcome -> outcomes.merge(outcome.status(), 1, Integer::sum));
        }
        assertThat(outcomes).containsKeys(Status.APPLIED, Status.MERGED, Status.CONFLICT);
    }

    private static void run(World world, long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 80; step++) {
            Device device = world.devices.get(random.nextInt(world.devices.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> device.edit(new EntityKey("note", "n" + random.nextInt(2)), random, step);
                case 4 -> device.delete(new EntityKey("note", "n" + random.nextInt(2)));
                case 5, 6 -> device.push();
                default -> device.pull();
            }
        }
        world.devices.forEach(Device::push);
    }

    private static final class World {
        final MemoryStore server;
        final List<Device> devices = new ArrayList<>();

        World(EntityTypes types, List<Integer> versions) {
            server = new MemoryStore(types, OperationFixture.EPOCH);
            EntityType note = types.find("note").orElseThrow();
            for (int version : versions) {
                Device device = new Device(server, new RowForm(note, version), devices.size() + 1);
                devices.add(device);
                server.admit(new MemberKey(BatchFixture.SCOPE, device.name));
            }
        }

        Map<OperationKey, Outcome> outcomes() {
            Map<OperationKey, Outcome> outcomes = new TreeMap<>();
            server.log().forEach(entry -> outcomes.put(entry.key(), entry.outcome()));
            return outcomes;
        }
    }

    private static final class Device {
        final String name;
        private final MemoryStore server;
        private final RowForm form;
        private final int number;
        private final TreeMap<EntityKey, CanonicalRow> pulled = new TreeMap<>();
        private final List<Operation> queue = new ArrayList<>();
        private long made;
        private long sent;

        Device(MemoryStore server, RowForm form, int number) {
            this.name = "device-" + number;
            this.server = server;
            this.form = form;
            this.number = number;
        }

        private Optional<SortedMap<String, Json>> screen(EntityKey entity) {
            Optional<SortedMap<String, Json>> shown = pulled.get(entity) instanceof CanonicalRow.Live live
                    ? Optional.of(live.fields())
                    : Optional.empty();
            for (Operation operation : queue) {
                if (operation.entity().equals(entity)) {
                    shown = Overlay.lay(shown, operation);
                }
            }
            return shown;
        }

        /** The same choices in every world: fields are taken in the order of their stored names. */
        void edit(EntityKey entity, Random random, int step) {
            SortedMap<String, Json> shown = screen(entity).orElseGet(TreeMap::new);
            boolean exists = screen(entity).isPresent();
            TreeMap<String, Json> fields = new TreeMap<>();
            TreeMap<String, Change> changes = new TreeMap<>();
            TreeMap<String, SeenValue> seen = new TreeMap<>();
            for (String stored : ONE_VERSION.find("note").orElseThrow().fields().keySet()) {
                boolean taken = random.nextInt(3) == 0;
                boolean adds = random.nextBoolean();
                if (!taken) {
                    continue;
                }
                String field = nameOf(stored);
                MergePolicy policy = form.type().policy(stored);
                if (policy == MergePolicy.COUNTER) {
                    changes.put(field, new Change.Increment(step + 1));
                } else if (policy == MergePolicy.ADD_WINS_SET) {
                    changes.put(field, elements(adds, step, Optional.ofNullable(pulled.get(entity))));
                } else {
                    boolean inFull = policy == MergePolicy.TEXT || step % 2 == 0;
                    fields.put(field, Json.of("a" + step % 3 + " b" + random.nextInt(3)));
                    seen.put(field, seen(Optional.ofNullable(shown.get(field)), inFull));
                }
            }
            if (!fields.isEmpty() || !changes.isEmpty()) {
                Basis basis = exists ? new Basis.Seen(seen) : new Basis.Nothing();
                queue.add(new Operation.Upsert(
                        nextId(), entity, form.version(), fields, changes, basis, new Precondition.None()));
            }
        }

        void delete(EntityKey entity) {
            screen(entity).ifPresent(shown -> {
                TreeMap<String, SeenValue> seen = new TreeMap<>();
                shown.forEach((field, value) -> seen.put(field, seen(Optional.of(value), false)));
                queue.add(new Operation.Delete(
                        nextId(), entity, form.version(), new Basis.Seen(seen), new Precondition.None()));
            });
        }

        private static Change elements(boolean adds, int step, Optional<CanonicalRow> row) {
            Set<String> none = Set.of();
            Set<String> one = Set.of("e" + step % 4);
            return new Change.Elements(
                    new TreeSet<>(adds ? one : none),
                    new TreeSet<>(adds ? none : one),
                    row.map(CanonicalRow::version).orElse(0L));
        }

        private static SeenValue seen(Optional<Json> value, boolean inFull) {
            return value.<SeenValue>map(
                            json -> inFull ? new SeenValue.Value(json) : new SeenValue.Hashed(ContentHash.of(json)))
                    .orElseGet(SeenValue.Absent::new);
        }

        private String nameOf(String stored) {
            return form.type()
                    .field(stored)
                    .flatMap(field -> field.nameAt(form.version()))
                    .orElseThrow();
        }

        private OperationId nextId() {
            made++;
            return new OperationId(new UUID(number, made));
        }

        void push() {
            for (Operation operation : queue) {
                server.merge(List.of(BatchFixture.sentBy(name, name, operation, sent + 1, sent)));
                sent++;
            }
            queue.clear();
            pull();
        }

        void pull() {
            server.rows().values().forEach(row -> pulled.put(row.key(), form.lower(row.toRow())));
        }
    }
}
