package io.tidemark.mergeservice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.mergeservice.store.StoredRow;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.protocol.row.RowCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowTextTest {
    static Stream<EntityState> rows() {
        ConflictOrigin origin = new ConflictOrigin(
                "of \"it\"",
                "d1",
                new OperationId(UUID.randomUUID()),
                Reason.UNSEEN_VALUE,
                new TreeMap<>(Map.of("title", new SeenValue.Absent())),
                new TreeMap<>(),
                Optional.empty(),
                true,
                Optional.of(Instant.ofEpochMilli(0)));
        return Stream.of(
                row("plain", false, Optional.empty()),
                row("\"quoted\"\n\u4e2d", false, Optional.empty()),
                row("gone", true, Optional.empty()),
                row("copy", false, Optional.of(origin)),
                row("gone copy", true, Optional.of(origin)));
    }

    private static EntityState row(String id, boolean deleted, Optional<ConflictOrigin> origin) {
        return new EntityState(
                new EntityKey("note", id),
                3,
                1,
                9,
                deleted,
                new TreeMap<>(Map.of("title", Json.of("x"), "pinned", Json.of(true))),
                new TreeMap<>(),
                origin);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWhatTheCodecWrites_whateverTheRow(EntityState row) {
        // When
        byte[] text = RowText.of(StoredRow.of(new ScopeKey("t", "s"), row));

        // Then
        assertThat(new String(text, StandardCharsets.UTF_8))
                .isEqualTo(CanonicalJson.write(RowCodec.write(row.toRow())));
    }
}
