package io.tidemark.mergeservice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.Stamp;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.batch.Head;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.merge.batch.Span;
import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hash of what was submitted is the hash of what jsonb gives back, or every edit would look like a conflict. */
class RowRoundTripTest {
    private final World world = World.shared();
    private final ScopeKey scope = new ScopeKey(Lab.aTenant(), "s");
    private final EntityKey key = new EntityKey("note", "n");

    static List<String> hostileValues() {
        return List.of(
                "0.1",
                "-0",
                "1e21",
                "123456789012345680000",
                "1.7976931348623157e308",
                "-1.7976931348623157e308",
                "5e-324",
                "2.2250738585072014e-308",
                "1e-7",
                "9007199254740991",
                "4.35",
                "0.000001",
                "null",
                "\"\"",
                "\"\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\"",
                "\"\\u2028\\u2029\\ufeff\\ufffe\\uffff\"",
                "\"e\\u0301 \\u00e9 \\ud83d\\ude00 \\u202e\"",
                "\"" + "x".repeat(262_144) + "\"",
                "\"" + "\\u4e2d".repeat(100_000) + "\"",
                "[]",
                "{}",
                "{\"\\ud83d\\ude00\":1,\"\\ufb33\":2,\"\":3,\"a b\":[1,[2,{\"z\":null,\"a\":-1.5e-9}]]}",
                "[".repeat(24) + "]".repeat(24));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void keepsHash_whenValueComesBackFromJsonb(String text) throws Exception {
        // Given
        Json submitted = JsonReader.read(text);

        // When
        EntityState back = writeAndRead(row(submitted, Optional.empty()));

        // Then
        Json stored = back.field("value").orElseThrow();
        assertThat(stored).isEqualTo(submitted);
        assertThat(ContentHash.of(stored)).isEqualTo(ContentHash.of(submitted));
    }

    @Test
    void keepsWholeState_whenRowIsConflictCopy() throws Exception {
        // Given
        ConflictOrigin origin = new ConflictOrigin(
                "of",
                "device",
                new OperationId(UUID.randomUUID()),
                Reason.UNSEEN_VALUE,
                new TreeMap<>(Map.of("value", new SeenValue.Value(Json.of(0.1)), "gone", new SeenValue.Absent())),
                new TreeMap<>(Map.of("value", Json.NULL)),
                Optional.empty(),
                false,
                Optional.of(Instant.parse("2026-11-22T10:15:30.120Z")));
        EntityState copy = row(Json.of("mine"), Optional.of(origin));

        // When
        EntityState back = writeAndRead(copy);

        // Then
        assertThat(back).isEqualTo(copy);
    }

    private EntityState row(Json value, Optional<ConflictOrigin> origin) {
        return new EntityState(
                key,
                3,
                1,
                9,
                false,
                new TreeMap<>(Map.of("value", value)),
                new TreeMap<>(Map.of("value", new Stamp(3, "subject:alice"))),
                origin);
    }

    private EntityState writeAndRead(EntityState row) throws Exception {
        Store store = new Store(world.database);
        RowKey rowKey = new RowKey(scope, key);
        BatchKeys keys = new BatchKeys(
                new TreeSet<>(List.of(scope)),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(List.of(rowKey)),
                new TreeSet<>());
        Plan plan = new Plan(
                Map.of(rowKey, row), List.of(), Map.of(), new TreeMap<>(Map.of(scope, new Span(0, 9))), List.of());
        try (Transaction transaction = store.begin("none", world.ground())) {
            transaction.read(keys, Long.MAX_VALUE);
            transaction.write(plan, List.of(StoredRow.of(scope, row)));
            transaction.commit();
        }
        try (Transaction transaction = store.begin("none", world.ground())) {
            Snapshot snapshot = transaction.read(keys, Long.MAX_VALUE);
            assertThat(snapshot.heads()).containsEntry(scope, new Head(9, 0));
            return Optional.ofNullable(snapshot.rows().get(rowKey)).orElseThrow();
        }
    }
}
