package io.tidemark.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.JsonReader;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StampCodecTest {
    @Test
    void readsWhatItWrote_whenAnElementIsLongerThanAName() throws Exception {
        // Given
        String longest = "x".repeat(1_000);
        SortedMap<String, Stamp> elements =
                new TreeMap<>(Map.of(longest, new Stamp(2, "alice:d1"), "", new Stamp(1, Stamp.NOBODY)));
        SortedMap<String, Stamp> stamps =
                new TreeMap<>(Map.of("tags", new Stamp(2, "alice:d1", elements), "title", new Stamp(1, "bob:d2")));

        // When
        String text = CanonicalJson.write(StampCodec.write(stamps));

        // Then
        assertThat(StampCodec.read(JsonReader.read(text))).isEqualTo(stamps);
    }

    @Test
    void readsElements_whenTheyWereWrittenAsNames() throws Exception {
        // Given
        String old = """
                {"tags": [2, "bob:d2", {"a": [1, "alice:d1"], "b": [2, "bob:d2"]}]}""";

        // When
        SortedMap<String, Stamp> stamps = StampCodec.read(JsonReader.read(old));

        // Then
        SortedMap<String, Stamp> elements =
                new TreeMap<>(Map.of("a", new Stamp(1, "alice:d1"), "b", new Stamp(2, "bob:d2")));
        assertThat(stamps).isEqualTo(Map.of("tags", new Stamp(2, "bob:d2", elements)));
    }
}
