package io.tidemark.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8785, against its own examples and against its reference implementation. */
class CanonicalJsonTest {
    @Test
    void writesTheExampleOfTheRfc_whenItIsRead() throws Exception { // RFC 8785, section 3.2.2 and 3.2.3
        // Given
        String example = """
                {
                  "numbers": [333333333.3333332, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        // When
        String canonical = CanonicalJson.write(JsonReader.read(example));
        // Then
        assertThat(canonical)
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333332,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "1.0, 1",
        "1e3, 1000",
        "1e21, 1e+21",
        "123456789012345680000, 123456789012345680000",
        "0.1, 0.1",
        "1e-7, 1e-7",
        "9007199254740991, 9007199254740991",
        "5e-324, 5e-324",
        "-1.5, -1.5"
    })
    void writesTheShortestForm_whenANumberIsRead(String text, String canonical) throws Exception {
        // When, Then
        assertThat(CanonicalJson.write(JsonReader.read(text))).isEqualTo(canonical);
    }

    @Test
    void agreesWithTheReferenceImplementation_whenValuesAreRandom() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            // Given
            Json value = JsonFixture.random(random, 4);
            // When
            String ours = CanonicalJson.write(new Json.Arr(List.of(value)));
            // Then
            assertThat(ours).isEqualTo(reference(ours));
            assertThat(JsonReader.read(ours)).isEqualTo(new Json.Arr(List.of(value)));
        }
    }

    private static String reference(String json) throws IOException {
        return new JsonCanonicalizer(json).getEncodedString();
    }
}
