package io.tidemark.gateway.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
    @Test
    void readsNothing_whenThereIsNoHeader() {
        // Given / When
        Map<String, Json> precondition = Preconditions.read(List.of(), List.of());
        // Then
        assertThat(precondition).isEmpty();
    }

    @Test
    void readsEveryStrongTag_whenSeveralAreListed() {
        // Given
        List<String> headers = List.of("\"e.1.2\" , W/\"e.1.3\"", "\"e.1.4\"");
        // When
        Map<String, Json> precondition = Preconditions.read(headers, List.of());
        // Then
        assertThat(precondition).isEqualTo(Map.of("ifMatch", Json.strings(List.of("e.1.2", "e.1.4"))));
    }

    @Test
    void matchesNothing_whenOnlyWeakTagsAreListed() {
        // Given
        List<String> headers = List.of("W/\"e.1.2\"");
        // When
        Map<String, Json> precondition = Preconditions.read(headers, List.of());
        // Then
        assertThat(precondition).isEqualTo(Map.of("ifMatch", Json.strings(List.of())));
    }

    @Test
    void isAnOrdinaryTag_whenTheStarIsQuoted() {
        // Given: RFC 9110 gives the bare star its meaning, and not this tag
        List<String> headers = List.of("\"*\"");
        // When
        Map<String, Json> precondition = Preconditions.read(headers, List.of());
        // Then
        assertThat(precondition).isEqualTo(Map.of("ifMatch", Json.strings(List.of())));
    }

    @Test
    void readsTheStars_whenAnyOrNoneIsMeant() {
        // Given / When
        Map<String, Json> any = Preconditions.read(List.of("*"), List.of());
        Map<String, Json> none = Preconditions.read(List.of(), List.of(" * "));
        // Then
        assertThat(any).isEqualTo(Map.of("ifMatch", Json.strings(List.of("*"))));
        assertThat(none).isEqualTo(Map.of("ifNoneMatch", Json.of("*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e.1.2", "\"e.1.2", "\"a\" \"b\"", "\"a\"x", "7", "*, \"a\""})
    void refuses_whenTheHeaderIsOfNoForm(String header) {
        // Given / When / Then
        assertThatThrownBy(() -> Preconditions.read(List.of(header), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessage("invalid-parameter");
    }

    @Test
    void refuses_whenBothHeadersAreThere() {
        // Given / When / Then
        assertThatThrownBy(() -> Preconditions.read(List.of("*"), List.of("*"))).isInstanceOf(Refusal.class);
    }

    @Test
    void refuses_whenIfNoneMatchNamesATag() {
        // Given / When / Then
        assertThatThrownBy(() -> Preconditions.read(List.of(), List.of("\"a\"")))
                .isInstanceOf(Refusal.class);
    }
}
