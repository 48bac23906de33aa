package io.tidemark.protocol.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionsTest {
    static final EntityTypes TYPES = EntityTypesFile.parse("t.yaml", """
            types:
              plain:
                schema: 4
                fields: { a: { type: string } }
              renamed:
                schema: 4
                fields: { b: { type: string, renamed: [{ from: a, in: 2 }] } }
            """);

    @Test
    void readsWhatItWrote_whenTypesAreNamed() {
        // Given
        SchemaVersions versions = SchemaVersions.of(TYPES);
        // When, Then
        assertThat(versions).hasToString("plain:4, renamed:4");
        assertThat(SchemaVersions.parse(versions.toString())).contains(versions);
        assertThat(SchemaVersions.parse("a:1,b:1000000"))
                .contains(new SchemaVersions(new TreeMap<>(Map.of("a", 1, "b", 1_000_000))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "note",
                "note:",
                "note:0",
                "note:-1",
                "note:1.0",
                "note:1,",
                "note:1 task:2",
                "note:1,note:2",
                "Note:1",
                "note=1",
                "note:99999999",
                "note:1;task:2"
            })
    void refuses_whenTheTextIsOfAnotherForm(String text) {
        // Given, When, Then
        assertThat(SchemaVersions.parse(text)).isEmpty();
    }

    @Test
    void refuses_whenTheTextIsTooLong() {
        // Given, When, Then
        assertThat(SchemaVersions.parse("n:1" + " ".repeat(SchemaVersions.LONGEST)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // said, the version of the rows, what the answer says of it, the forms to which a cursor belongs
                "-, 1, -, -",
                "renamed:1, 1, -, -",
                "renamed:2, 2, -, renamed:2",
                "renamed:3, 3, -, renamed:2",
                "renamed:9, 4, renamed:4, renamed:2",
                "other:9, 1, -, -",
                "plain:3, 1, -, -",
                "plain:9, 1, plain:4, -",
            })
    void answersInItsVersion_whenAClientSaysIt(String said, int version, String behind, String forms) {
        // Given
        SchemaVersions versions =
                said == null ? SchemaVersions.FIRST : SchemaVersions.parse(said).orElseThrow();
        // When, Then
        assertThat(versions.form(TYPES.find("renamed").orElseThrow()).version()).isEqualTo(version);
        assertThat(versions.behind(TYPES)).hasToString(behind == null ? "" : behind);
        assertThat(versions.forms(TYPES)).hasToString(forms == null ? "" : forms);
    }
}
