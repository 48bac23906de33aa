package io.tidemark.gateway.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.gateway.seal.Seal;
import io.tidemark.protocol.feed.Cursor;
import io.tidemark.protocol.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorCodecTest {
    private static final Cursor CURSOR = new Cursor("epoch", "acme", "notes:älice", 918, 900, "");

    private static final long MOST = (1L << 53) - 1;

    private final CursorCodec codec = new CursorCodec(seal((byte) 1));

    @Test
    void readsWhatItWrote_whenTheKeyIsTheSame() {
        // Given
        String text = codec.write(CURSOR);
        // When
        var read = new CursorCodec(seal((byte) 1)).read(text);
        // Then
        assertThat(read).contains(CURSOR);
    }

    @Test
    void readsWhatItWrote_whenTheNamesAreAsLongAsTheyMayBe() {
        // Given
        Cursor longest = new Cursor(
                UUID.randomUUID().toString(), "\u6f6e".repeat(256), "\u5370".repeat(256), MOST, MOST, "f".repeat(43));
        // When
        var read = codec.read(codec.write(longest));
        // Then
        assertThat(read).contains(longest);
    }

    @Test
    void readsNothing_whenAnotherKeySignedIt() {
        // Given
        String text = new CursorCodec(seal((byte) 2)).write(CURSOR);
        // When
        var read = codec.read(text);
        // Then
        assertThat(read).isEmpty();
    }

    @Test
    void readsNothing_whenAnyCharacterWasChanged() {
        // Given
        String text = codec.write(CURSOR);
        // When
        List<String> accepted = IntStream.range(0, text.length())
                .mapToObj(i -> text.substring(0, i) + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1))
                .filter(changed -> codec.read(changed).isPresent())
                .toList();
        // Then
        assertThat(accepted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "v1", "v1.", "v1..", "v2.WzFd.AAAA", "null", "v1.%%%.%%%", "918"})
    void readsNothing_whenItIsNoCursor(String garbage) {
        // Given / When
        var read = codec.read(garbage);
        // Then
        assertThat(read).isEmpty();
    }

    @Test
    void readsNothing_whenThePayloadIsForgedWithoutTheKey() {
        // Given
        String own = codec.write(CURSOR);
        String forged = new CursorCodec(seal((byte) 2)).write(new Cursor("epoch", "acme", "notes:bob", 0, 0, ""));
        // When
        var read = codec.read(forged.substring(0, forged.lastIndexOf('.')) + own.substring(own.lastIndexOf('.')));
        // Then
        assertThat(read).isEmpty();
    }

    @Test
    void readsNothing_whenItWasSealedAsSomethingElse() {
        // Given
        String other = seal((byte) 1)
                .close("c1", List.of(Json.of("epoch"), Json.of("acme"), Json.of("notes:bob"), Json.of(0), Json.of(0)));
        // When
        var read = codec.read(other);
        var renamed = codec.read("v1" + other.substring(2));
        // Then
        assertThat(read).isEmpty();
        assertThat(renamed).isEmpty();
    }

    private static Seal seal(byte of) {
        byte[] key = new byte[Seal.LEAST_KEY_BYTES];
        Arrays.fill(key, of);
        return new Seal(key);
    }
}
