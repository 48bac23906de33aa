package io.tidemark.gateway.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowJsonTest {
    private static final EntityTypes TYPES = EntityTypesFile.parse("t.yaml", """
            types:
              note:
                schema: 2
                fields: { title: { type: json, renamed: [{ from: name, in: 2 }] } }
            """);
    private static final RowForms AS_STORED = RowForms.of(List.of(), TYPES);

    @Test
    void keepsWhatItDoesNotKnow_whenAConflictCopyIsWrittenInAnotherForm() throws Exception {
        // Given: a newer merge service has written a reason and a member that this gateway does not know
        String conflict =
                "{\"of\": \"a\", \"reason\": \"of-tomorrow\", \"more\": {\"name\": 1}, \"seen\": {\"name\": {\"value\": 2}}, \"theirs\": {\"name\": 3}}";
        StoredRow stored = new StoredRow(
                new EntityKey("note", "n"), 3, 900, 918, false, "{\"name\": 1e300}", Optional.of(conflict));
        // When
        String written = RowJson.write(stored, RowForms.of(List.of("note:2"), TYPES));
        // Then
        assertThat(written)
                .isEqualTo(
                        "{\"type\":\"note\",\"entity\":\"n\",\"version\":3,\"position\":918,\"fields\":{\"title\":1e+300},"
                                + "\"conflict\":{\"more\":{\"name\":1},\"of\":\"a\",\"reason\":\"of-tomorrow\","
                                + "\"seen\":{\"title\":{\"value\":2}},\"theirs\":{\"title\":3}}}");
    }

    @Test
    void isReadAsTheRow_whenTheStoreWroteItsFields() throws Exception {
        // Given
        StoredRow stored = row("{\"a\": \"x \\\" 1e300\", \"b\": [1, null, true]}", false);
        // When
        CanonicalRow read = RowCodec.read(JsonReader.read(RowJson.write(stored, AS_STORED)));
        // Then
        Json.Obj fields = (Json.Obj) JsonReader.read(stored.fields());
        assertThat(read)
                .isEqualTo(new CanonicalRow.Live(
                        stored.entity(), 3, 918, new TreeMap<>(fields.members()), Optional.empty()));
    }

    @Test
    void carriesNoFields_whenTheRowIsDeleted() throws Exception {
        // Given
        StoredRow stored = row("{\"secret\": 1}", true);
        // When
        String written = RowJson.write(stored, AS_STORED);
        // Then
        assertThat(RowCodec.read(JsonReader.read(written)))
                .isEqualTo(new CanonicalRow.Tombstone(stored.entity(), 3, 918));
        assertThat(written).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, -1e300, 1e-300, Double.MIN_VALUE, Double.MAX_VALUE, 1e22, -2.5e-30})
    void writesTheShortForm_whenTheStoreWroteAHugeNumberOut(double number) throws Exception {
        // Given: a string that looks like such a number, and ends in a backslash, stays as it is
        String text = "1".repeat(40) + "\\\\";
        String stored = "{\"n\": " + new BigDecimal(number).toPlainString() + ", \"s\": \"" + text + "\", \"t\": \"\"}";
        // When
        String shortened = RowJson.shortNumbers(stored);
        // Then
        assertThat(JsonReader.read(shortened))
                .isEqualTo(Json.Obj.of(
                        Map.of("n", Json.of(number), "s", Json.of("1".repeat(40) + "\\"), "t", Json.of(""))));
    }

    private static StoredRow row(String fields, boolean deleted) {
        return new StoredRow(new EntityKey("note", "a \"b\""), 3, 900, 918, deleted, fields, Optional.empty());
    }
}
