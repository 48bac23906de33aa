package io.tidemark.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.JsonReader;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowSpanTest {
    @Test
    void readsWhatItWrote_whenSubjectAndDeviceAreTheLongest() throws Exception {
        // Given
        String key = RowSpan.markKey(":".repeat(256), "d".repeat(64));
        RowSpan span = new RowSpan("e", 3, 5, new TreeMap<>(Map.of(key, 7L)));

        // When
        RowSpan back = RowSpan.read(JsonReader.read(CanonicalJson.bytes(span.write())));

        // Then
        assertThat(back).isEqualTo(span);
    }

    @Test
    void readsMarks_whenTheyWereWrittenAsNames() throws Exception {
        // Given
        String old = """
                { "epoch": "e", "from": 3, "to": 5, "marks": { "alice:d": 7 } }""";

        // When
        RowSpan span = RowSpan.read(JsonReader.read(old));

        // Then
        assertThat(span).isEqualTo(new RowSpan("e", 3, 5, new TreeMap<>(Map.of("alice:d", 7L))));
    }
}
