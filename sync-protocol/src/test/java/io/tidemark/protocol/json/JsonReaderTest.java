package io.tidemark.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.protocol.json.InvalidJson.Fault;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReaderTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                fault("empty", "", Fault.MALFORMED_JSON),
                fault("blank", "  ", Fault.MALFORMED_JSON),
                fault("truncated object", "{\"a\":", Fault.MALFORMED_JSON),
                fault("truncated array", "[1", Fault.MALFORMED_JSON),
                fault("second document", "{} {}", Fault.MALFORMED_JSON),
                fault("trailing comma", "[1,]", Fault.MALFORMED_JSON),
                fault("comment", "/* */ 1", Fault.MALFORMED_JSON),
                fault("single quotes", "{'a':1}", Fault.MALFORMED_JSON),
                fault("NaN", "NaN", Fault.MALFORMED_JSON),
                fault("leading zero", "01", Fault.MALFORMED_JSON),
                fault("raw control character", "\"\n\"", Fault.MALFORMED_JSON),
                fault("duplicate key", "{\"a\":1,\"a\":1}", Fault.DUPLICATE_KEY),
                fault("duplicate key by escape", "{\"a\":1,\"\\u0061\":1}", Fault.DUPLICATE_KEY),
                fault("33 levels", "[".repeat(33) + "]".repeat(33), Fault.JSON_TOO_DEEP),
                fault("1e400", "1e400", Fault.NUMBER_OUT_OF_RANGE),
                fault("1e-400", "1e-400", Fault.NUMBER_OUT_OF_RANGE),
                fault("2^53 + 1", "9007199254740993", Fault.NUMBER_OUT_OF_RANGE),
                fault("more digits than a double", "0.12345678901234567890", Fault.NUMBER_OUT_OF_RANGE),
                fault("a denormal that is not exact", "3e-324", Fault.NUMBER_OUT_OF_RANGE),
                fault("41 digits", "1".repeat(41), Fault.NUMBER_OUT_OF_RANGE),
                fault("U+0000", "\"\\u0000\"", Fault.INVALID_CHARACTERS),
                fault("U+0000 in a name", "{\"\\u0000\":1}", Fault.INVALID_CHARACTERS),
                fault("lone high surrogate", "\"\\ud800\"", Fault.INVALID_CHARACTERS),
                fault("lone low surrogate", "\"\\udc00x\"", Fault.INVALID_CHARACTERS),
                fault("byte order mark", "\ufeff{}", Fault.MALFORMED_ENCODING),
                fault("long string", "\"" + "x".repeat(300_001) + "\"", Fault.TOO_LARGE),
                fault("long name", "{\"" + "x".repeat(60_000) + "\":1}", Fault.TOO_LARGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void refuses_whenTheDocumentIsNotIJson(String name, String document, Fault fault) {
        // When
        InvalidJson refused = catchThrowableOfType(InvalidJson.class, () -> JsonReader.read(document));
        // Then
        assertThat(refused).as(name).isNotNull();
        assertThat(refused.fault()).isEqualTo(fault);
    }

    @Test
    void refuses_whenTheBytesAreNotUtf8() {
        for (byte[] bytes : new byte[][] {
            {'"', (byte) 0xff, '"'},
            {'"', (byte) 0xc0, (byte) 0xaf, '"'},
            {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}
        }) {
            // When
            InvalidJson refused = catchThrowableOfType(InvalidJson.class, () -> JsonReader.read(bytes));
            // Then
            assertThat(refused.fault()).isEqualTo(Fault.MALFORMED_ENCODING);
        }
        assertThat(catchThrowableOfType(
                                InvalidJson.class, () -> JsonReader.read("{}".getBytes(StandardCharsets.UTF_16LE)))
                        .fault())
                .isEqualTo(Fault.MALFORMED_JSON);
    }

    @Test
    void keepsValuesApart_whenTheyDifferInKindOnly() throws Exception {
        // When, Then
        assertThat(JsonReader.read("1")).isEqualTo(JsonReader.read("1.0")).isNotEqualTo(JsonReader.read("\"1\""));
        assertThat(JsonReader.read("{\"a\":null}")).isNotEqualTo(JsonReader.read("{}"));
        assertThat(JsonReader.read("{\"a\":1,\"b\":2}")).isEqualTo(JsonReader.read("{\"b\":2,\"a\":1}"));
    }

    @Test
    void acceptsTheDeepest_whenItIsAtTheLimit() throws Exception {
        // When, Then
        assertThat(JsonReader.read("[".repeat(32) + "]".repeat(32))).isInstanceOf(Json.Arr.class);
        assertThat(JsonReader.read("\"\\ud83d\\ude00 ${jndi:x} \\u202e\"")).isEqualTo(Json.of("😀 ${jndi:x} \u202e"));
    }

    private static Arguments fault(String name, String document, Fault fault) {
        return Arguments.of(name, document, fault);
    }
}
