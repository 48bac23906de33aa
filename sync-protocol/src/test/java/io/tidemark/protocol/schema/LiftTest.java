package io.tidemark.protocol.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.schema.Lift.Lifted;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiftTest {
    static final EntityType NOTE =
            EntityTypesFile.parse("t.yaml", """
            types:
              note:
                schema: 4
                fields:
                  title: { type: string }
                  text: { type: string, renamed: [{ from: content, in: 2 }, { from: body, in: 4 }] }
                  priority: { type: integer, since: 3, default: 0 }
                  likes: { type: integer, policy: counter, renamed: [{ from: stars, in: 2 }] }
                removed:
                  color: { type: string, maxLength: 5, in: 3, default: none }
                  votes: { type: integer, policy: counter, renamed: [{ from: hands, in: 2 }], in: 3, default: 7 }
            """).find("note").orElseThrow();

    /** What is sent, and what is merged. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // names move, and what was seen moves with them
                "1 | 'fields':{'title':'a'},'seen':null | 'fields':{'title':'a'},'seen':null | -",
                "1 | 'fields':{'content':'a'},'seen':{'content':{'value':'b'}} | 'fields':{'content':'a'},'seen':{'content':{'value':'b'}} | -",
                "2 | 'fields':{'body':'a'},'seen':{'body':{'value':'b'}} | 'fields':{'content':'a'},'seen':{'content':{'value':'b'}} | -",
                "4 | 'fields':{'text':'a','priority':1},'seen':null | 'fields':{'content':'a','priority':1},'seen':null | -",
                "3 | 'changes':{'likes':{'increment':2}},'seen':{} | 'changes':{'stars':{'increment':2}},'seen':{} | -",
                "2 | 'fields':{'body':'a'},'baseVersion':3 | 'fields':{'content':'a'},'baseVersion':3 | -",
                // removed fields are dropped
                "2 | 'fields':{'color':'red','title':'a'},'seen':{'color':{'absent':true},'title':{'absent':true}} | 'fields':{'title':'a'},'seen':{'title':{'absent':true}} | color",
                "1 | 'fields':{'color':'red'},'seen':null | 'fields':{},'seen':null | color",
                "1 | 'changes':{'hands':{'increment':2}},'seen':{} | 'fields':{},'seen':{} | hands",
                // names of other versions stay, for whoever judges
                "1 | 'fields':{'body':'a'},'seen':null | 'fields':{'body':'a'},'seen':null | -",
                "4 | 'fields':{'color':'a'},'seen':null | 'fields':{'color':'a'},'seen':null | -",
                "1 | 'fields':{'nowhere':'a'},'seen':null | 'fields':{'nowhere':'a'},'seen':null | -",
            })
    void movesNames_whenAnUpsertIsLifted(int schema, String sent, String expected, @Nullable String removed)
            throws Exception {
        // Given / When
        Lifted lifted = Lift.operation(OperationCodec.operation(payload("upsert", schema, sent)), NOTE);
        // Then
        assertThat(CanonicalJson.write(OperationCodec.payload(lifted.operation())))
                .isEqualTo(CanonicalJson.write(payload("upsert", schema, expected)));
        assertThat(String.join(" ", lifted.removed())).isEqualTo(removed == null ? "" : removed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2 | 'seen':{'body':{'value':'b'},'color':{'value':'red'}} | 'seen':{'content':{'value':'b'}}",
                "1 | 'seen':{'nowhere':{'value':'b'}} | 'seen':{'nowhere':{'value':'b'}}",
                "4 | 'baseVersion':3 | 'baseVersion':3",
            })
    void movesWhatWasSeen_whenADeleteIsLifted(int schema, String sent, String expected) throws Exception {
        // Given / When
        Lifted lifted = Lift.operation(OperationCodec.operation(payload("delete", schema, sent)), NOTE);
        // Then
        assertThat(CanonicalJson.write(OperationCodec.payload(lifted.operation())))
                .isEqualTo(CanonicalJson.write(payload("delete", schema, expected)));
        assertThat(lifted.removed()).isEmpty();
    }

    private static Json.Obj payload(String kind, int schema, String more) throws Exception {
        Json.Obj members = (Json.Obj) JsonReader.read("{" + more.replace('\'', '"') + "}");
        TreeMap<String, Json> payload = new TreeMap<>(members.members());
        payload.putAll(Map.of(
                "operationId",
                Json.of("0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f"),
                "kind",
                Json.of(kind),
                "type",
                Json.of("note"),
                "entity",
                Json.of("n"),
                "schema",
                Json.of(schema)));
        return new Json.Obj(payload);
    }
}
