package io.tidemark.merge;

import static io.tidemark.merge.OperationFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** MERGE-11. */
class OverlayTest {
    @Test
    void showsTheOwnEdit_whenAnotherValueWasPulledBeneath() {
        // Given
        var pulled = Optional.of(new TreeMap<>(Map.of("title", Json.of("Soy"), "body", Json.of("b"))));
        // When
        var shown = Overlay.lay(
                pulled.map(TreeMap::new),
                anOperation().set("title", "Oat").seeing("title", "Milk").upsert());
        // Then
        assertThat(shown.orElseThrow()).isEqualTo(Map.of("title", Json.of("Oat"), "body", Json.of("b")));
    }

    @Test
    void showsNothing_whenTheOwnDeleteIsPending() {
        // When
        var shown = Overlay.lay(
                Optional.of(new TreeMap<>(Map.of("title", Json.of("Soy")))),
                anOperation().seeing("title", "Soy").delete());
        // Then
        assertThat(shown).isEmpty();
    }

    @Test
    void showsTheOwnEdit_whenTheRowWasDeletedBeneath() {
        // When
        var shown = Overlay.lay(
                Optional.empty(),
                anOperation().set("title", "Oat").seeing("title", "Milk").upsert());
        // Then
        assertThat(shown.orElseThrow()).isEqualTo(Map.of("title", Json.of("Oat")));
    }
}
