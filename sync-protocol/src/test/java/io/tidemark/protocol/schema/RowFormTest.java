package io.tidemark.protocol.schema;

import static io.tidemark.protocol.schema.LiftTest.NOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFormTest {
    private static final String ORIGIN =
            "'of':'x','author':'a:d','operation':'0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f','reason':'unseen-value','edited':false,";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | {'title':'a','content':'b'} | {'title':'a','content':'b','color':'none','hands':7}",
                "2 | {'title':'a','content':'b'} | {'title':'a','body':'b','color':'none','votes':7}",
                "3 | {'title':'a','content':'b'} | {'title':'a','body':'b','priority':0}",
                "4 | {'title':'a','content':'b'} | {'title':'a','text':'b','priority':0}",
                // what stands stored of a removed field is what its readers had pulled before
                "2 | {'color':'red','hands':1,'priority':5} | {'color':'red','votes':1}",
                "4 | {'color':'red','hands':1,'priority':5} | {'priority':5}",
                // null is a value
                "3 | {'priority':null} | {'priority':null}",
                // declared by nobody: shown as it stands
                "1 | {'odd':1} | {'odd':1,'color':'none','hands':7}",
            })
    void showsWhatItsVersionKnows_whenARowIsLowered(int version, String stored, String expected) throws Exception {
        // Given / When
        CanonicalRow row = new RowForm(NOTE, version).lower(row("'fields':" + stored));
        // Then
        assertThat(written(row)).isEqualTo(written(row("'fields':" + expected)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | 'fields':{'content':'a','priority':1,'color':'red'},'conflict':{%s'seen':{'content':{'value':'b'}},'theirs':{'content':'c','priority':2}}"
                        + " | 'fields':{'content':'a','color':'red'},'conflict':{%s'seen':{'content':{'value':'b'}},'theirs':{'content':'c'}}",
                "4 | 'fields':{'content':'a','color':'red'},'conflict':{%s'seen':{'content':{'value':'b'},'color':{'absent':true}},'theirs':{'content':'c'}}"
                        + " | 'fields':{'text':'a'},'conflict':{%s'seen':{'text':{'value':'b'}},'theirs':{'text':'c'}}",
            })
    void fillsNothingIn_whenAConflictCopyIsLowered(int version, String stored, String expected) throws Exception {
        // Given / When
        CanonicalRow row = new RowForm(NOTE, version).lower(row(stored.formatted(ORIGIN)));
        // Then
        assertThat(written(row)).isEqualTo(written(row(expected.formatted(ORIGIN))));
    }

    @Test
    void staysAsItIs_whenATombstoneIsLowered() {
        // Given
        CanonicalRow gone = new CanonicalRow.Tombstone(row("'fields':{}").entity(), 3, 7);
        // When, Then
        assertThat(new RowForm(NOTE, 1).lower(gone)).isEqualTo(gone);
        assertThat(new RowForm(NOTE, 1).adopt(gone)).isEqualTo(gone);
    }

    @Test
    void ownsUp_whenItIsTheStoredForm() {
        // Given, When, Then
        assertThat(new RowForm(NOTE, 1).isStoredForm()).isFalse();
        assertThat(new RowForm(SchemaVersionsTest.TYPES.find("plain").orElseThrow(), 1).isStoredForm())
                .isTrue();
        assertThat(new RowForm(SchemaVersionsTest.TYPES.find("plain").orElseThrow(), 2).isStoredForm())
                .isTrue();
        assertThat(new RowForm(SchemaVersionsTest.TYPES.find("renamed").orElseThrow(), 1).isStoredForm())
                .isTrue();
        assertThat(new RowForm(SchemaVersionsTest.TYPES.find("renamed").orElseThrow(), 2).isStoredForm())
                .isFalse();
    }

    private static CanonicalRow row(String members) {
        try {
            return RowCodec.read(JsonReader.read("{\"type\":\"note\",\"entity\":\"n\",\"version\":3,\"position\":7,"
                    + members.replace('\'', '"') + "}"));
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String written(CanonicalRow row) {
        Json json = RowCodec.write(row);
        return CanonicalJson.write(json);
    }
}
