package io.tidemark.merge;

import static io.tidemark.merge.OperationFixture.EPOCH;
import static io.tidemark.merge.OperationFixture.NOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.FieldFate.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** MERGE-23 over random operations on one entity, by two authors who look at old and new states of it. */
class FateLawTest {
    private static final int HISTORIES = 400;
    private static final EntityType TYPE =
            EntityTypesFile.parse("t.yaml", """
            types:
              note:
                fields:
                  title: { type: string }
                  pinned: { type: string, policy: last-writer }
                  body: { type: string, policy: text }
                  best: { type: string, policy: max }
                  price: { type: string, policy: server-wins }
                  serial: { type: string, policy: immutable }
                  likes: { type: integer, policy: counter }
                  tags: { type: strings, policy: add-wins-set, maxItems: 4 }
            """).find("note").orElseThrow();

    @Test
    void saysWhatIsSo_whateverAnOperationFinds() {
        Set<Kind> met = EnumSet.noneOf(Kind.class);
        for (long seed = 1; seed <= HISTORIES; seed++) {
            // Given
            History history = new History(seed);
            for (int step = 1; step <= 30; step++) {
                Optional<EntityState> before = history.row;
                Upsert upsert = history.upsert(step);
                // When
                Decision decision = history.decide(upsert);
                // Then
                check(before, upsert, decision, "seed " + seed + ", step " + step);
                decision.fates().values().forEach(fate -> met.add(fate.kind()));
            }
        }
        assertThat(met)
                .contains(
                        Kind.WRITTEN,
                        Kind.EQUAL,
                        Kind.CHANGED,
                        Kind.OVERWROTE,
                        Kind.MERGED,
                        Kind.ADD_WINS,
                        Kind.DROPPED,
                        Kind.JOINED_COPY,
                        Kind.LOST_TO_COPY);
    }

    private static void check(Optional<EntityState> before, Upsert upsert, Decision decision, String when) {
        Set<String> named = new TreeSet<>(upsert.fields().keySet());
        named.addAll(upsert.changes().keySet());
        assertThat(decision.fates().keySet()).as(when).isEqualTo(named);
        Optional<EntityState> after = decision.row().or(() -> before);
        decision.fates().forEach((field, fate) -> {
            Optional<Json> held = before.filter(row -> !row.deleted()).flatMap(row -> row.field(field));
            Optional<Json> holds = after.flatMap(row -> row.field(field));
            Optional<Json> ours = Optional.ofNullable(upsert.fields().get(field));
            String what = when + ": " + field + " " + fate;
            assertThat(stampedNow(decision, field))
                    .as(what)
                    .isEqualTo(fate.kind().changesTheRow());
            switch (fate.kind()) {
                case WRITTEN, OVERWROTE -> assertThat(holds).as(what).isEqualTo(ours);
                case EQUAL -> ours.ifPresent(value -> assertThat(holds).as(what).contains(value));
                case DROPPED -> assertThat(holds).as(what).isEqualTo(before.flatMap(row -> row.field(field)));
                case JOINED_COPY, LOST_TO_COPY -> {
                    EntityState copy = copy(decision, fate);
                    assertThat(copy.stamps().get(field).version()).as(what).isEqualTo(copy.version());
                    ours.ifPresent(
                            value -> assertThat(copy.field(field)).as(what).contains(value));
                    held.ifPresent(value -> assertThat(holds).as(what).contains(value));
                }
                case MERGED, CHANGED, ADD_WINS -> assertThat(holds).as(what).isPresent();
                case REMOVED, NOT_APPLIED, KEPT_UNSEEN ->
                    throw new AssertionError(what + " is none of an upsert that stands alone");
            }
        });
    }

    /** A field's stamp names the operation that wrote it: an explanation goes from the one to the other. */
    private static boolean stampedNow(Decision decision, String field) {
        Optional<Stamp> stamp =
                decision.row().flatMap(row -> Optional.ofNullable(row.stamps().get(field)));
        return stamp.isPresent()
                && stamp.map(Stamp::version).equals(decision.row().map(EntityState::version));
    }

    private static EntityState copy(Decision decision, FieldFate fate) {
        return decision.copies().stream()
                .filter(copy -> fate.copy().orElseThrow().equals(copy.key().id()))
                .findFirst()
                .orElseThrow();
    }

    private static final class History {
        private final Random random;
        private final List<EntityState> states = new ArrayList<>();
        private final TreeMap<String, EntityState> copies = new TreeMap<>();
        private Optional<EntityState> row = Optional.empty();
        private Author author = new Author("demo:notes", "a");

        History(long seed) {
            random = new Random(seed);
        }

        /** On what stands now, stood some steps ago, or stands in a copy. */
        Upsert upsert(int step) {
            author = new Author("demo:notes", random.nextBoolean() ? "a" : "b");
            if (row.isPresent() && random.nextInt(8) == 0) {
                row = row.map(EntityState::asTombstone);
            }
            states.addAll(copies.values());
            Optional<EntityState> screen =
                    states.isEmpty() ? Optional.empty() : Optional.of(states.get(random.nextInt(states.size())));
            TreeMap<String, Json> fields = new TreeMap<>();
            TreeMap<String, SeenValue> seen = new TreeMap<>();
            for (String field : List.of("title", "pinned", "body", "best", "price", "serial")) {
                if (random.nextBoolean()) {
                    fields.put(field, Json.of(value()));
                    seen.put(
                            field,
                            screen.flatMap(state -> state.field(field))
                                    .<SeenValue>map(SeenValue.Value::new)
                                    .orElseGet(SeenValue.Absent::new));
                }
            }
            TreeMap<String, Change> changes = new TreeMap<>();
            if (fields.isEmpty() || random.nextInt(3) == 0) {
                changes.put("likes", new Change.Increment(random.nextInt(9) == 0 ? Json.MAX_SAFE_INTEGER : 1));
                changes.put("tags", elements(screen.map(EntityState::version).orElse(0L)));
            }
            Basis basis =
                    switch (random.nextInt(10)) {
                        case 0 -> new Basis.Nothing();
                        case 1 ->
                            new Basis.BaseVersion(
                                    screen.map(EntityState::version).orElse(1L));
                        default -> new Basis.Seen(seen);
                    };
            return new Upsert(
                    new OperationId(new UUID(7, step)), NOTE, 1, fields, changes, basis, new Precondition.None());
        }

        private Change elements(long seenVersion) {
            String added = "e" + random.nextInt(6);
            Set<String> remove =
                    new TreeSet<>(List.of("e" + random.nextInt(6), "e" + random.nextInt(6), "e" + random.nextInt(6)));
            TreeSet<String> add =
                    random.nextBoolean() || remove.contains(added) ? new TreeSet<>() : new TreeSet<>(Set.of(added));
            return new Change.Elements(add, new TreeSet<>(remove), seenVersion);
        }

        private String value() {
            return random.nextInt(3) + " " + random.nextInt(3) + " x\n" + random.nextInt(3) + "\n";
        }

        Decision decide(Upsert upsert) {
            Decision decision = Merge.decide(row, List.copyOf(copies.values()), upsert, author, TYPE, EPOCH);
            row = decision.row().or(() -> row);
            row.ifPresent(states::add);
            decision.copies().forEach(copy -> copies.put(copy.key().id(), copy));
            return decision;
        }
    }
}
