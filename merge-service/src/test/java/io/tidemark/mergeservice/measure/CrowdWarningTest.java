package io.tidemark.mergeservice.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.mergeservice.store.CopiedEntity;
import io.tidemark.protocol.operation.EntityKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrowdWarningTest {
    private static final long BEGIN = Long.MAX_VALUE - 5;

    private final AtomicLong nanoTime = new AtomicLong(BEGIN);
    private final CrowdWarning warning = new CrowdWarning(nanoTime::get);

    @Test
    void namesTypeAndCountButNobody_whenAnEntityIsCrowded() {
        // When
        Optional<String> line = warning.about(List.of(crowded("shopping", 23), crowded("secret plan", 100)));

        // Then
        assertThat(line.orElseThrow())
                .contains("type note", "100 or more", "1 more")
                .doesNotContain("acme", "alice", "secret");
    }

    @Test
    void tellsEntitiesApart_whenTheirKeysDiffer() {
        // When
        String shopping = warning.about(List.of(crowded("shopping", 20))).orElseThrow();
        String tasks = new CrowdWarning(nanoTime::get)
                .about(List.of(crowded("tasks", 20)))
                .orElseThrow();

        // Then
        assertThat(tasks).isNotEqualTo(shopping);
    }

    @Test
    void isSilentForAMinute_whenItHasSpoken() {
        // Given
        warning.about(List.of(crowded("shopping", 20)));

        // When: the clock overflows meanwhile
        nanoTime.addAndGet(CrowdWarning.QUIET.toNanos() - 1);
        Optional<String> early = warning.about(List.of(crowded("shopping", 21), crowded("tasks", 20)));
        nanoTime.incrementAndGet();
        Optional<String> later = warning.about(List.of(crowded("shopping", 22)));

        // Then
        assertThat(early).isEmpty();
        assertThat(later.orElseThrow()).contains("22 open", "2 more");
    }

    @Test
    void saysNothing_whenNobodyIsCrowded() {
        // When / Then
        assertThat(warning.about(List.of())).isEmpty();
        assertThat(warning.about(List.of(crowded("shopping", 20)))).isPresent();
    }

    private static CopiedEntity crowded(String id, int copies) {
        return new CopiedEntity(new RowKey(new ScopeKey("acme", "notes:alice"), new EntityKey("note", id)), copies);
    }
}
