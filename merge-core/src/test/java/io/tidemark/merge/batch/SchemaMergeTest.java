package io.tidemark.merge.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.OperationFixture;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.schema.RowForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCHEMA-9 to SCHEMA-12: authors of several schema versions at one row. Each writes and is shown his own names. */
class SchemaMergeTest {
    private static final EntityTypes TYPES = EntityTypesFile.parse("t.yaml", """
            types:
              note:
                schema: 3
                fields:
                  title: { type: string }
                  body: { type: string, renamed: [{ from: content, in: 2 }] }
                  text: { type: string, policy: text, renamed: [{ from: lines, in: 3 }] }
                  likes: { type: integer, policy: counter, renamed: [{ from: stars, in: 2 }] }
                  tags: { type: strings, policy: add-wins-set, renamed: [{ from: labels, in: 2 }] }
                  priority: { type: integer, since: 2, default: 0 }
                  owner: { type: string, policy: immutable, since: 3, default: nobody }
                  best: { type: integer, policy: max, since: 3, default: 10 }
                  intro: { type: string, policy: text, since: 3, default: a b }
                removed:
                  color: { type: string, in: 3, default: none }
            """);
    private static final EntityType NOTE = TYPES.find("note").orElseThrow();
    private static final RowKey ROW = new RowKey(BatchFixture.SCOPE, new EntityKey("note", "n"));

    private final MemoryStore server = new MemoryStore(TYPES, OperationFixture.EPOCH);
    private final Map<String, Long> sequences = new TreeMap<>();
    private Outcome last = Outcome.rejected(Reason.EXPIRED);

    SchemaMergeTest() {
        server.admit(new MemberKey(BatchFixture.SCOPE, "alice"));
        server.admit(new MemberKey(BatchFixture.SCOPE, "bob"));
    }

    /** The row before; what an author of that version does; the outcome; the row, as version 3 is shown it. */
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // a rename is no change, and hides none
                "`'title':'a','content':'b'` | 1 | upsert 'fields':{'content':'c'},'seen':{'content':{'value':'b'}} | applied | `'title':'a','body':'c'`",
                "`'title':'a','content':'b'` | 2 | upsert 'fields':{'body':'c'},'seen':{'body':{'value':'b'}} | applied | `'title':'a','body':'c'`",
                "`'content':'b'` | 2 | upsert 'fields':{'body':'c'},'seen':{'body':{'value':'x'}} | conflict unseen-value | `'body':'b'`",
                "`'stars':2` | 2 | upsert 'changes':{'likes':{'increment':3}},'seen':{} | applied | `'likes':5`",
                "`'labels':['x']` | 3 | upsert 'changes':{'tags':{'add':['y'],'remove':['x'],'seenVersion':1}},'seen':{} | applied | `'tags':['y']`",
                "`'lines':'a b'` | 3 | upsert 'fields':{'text':'A b'},'seen':{'text':{'value':'x y'}} | conflict unseen-value | `'text':'a b'`",
                "`'lines':'a B'` | 3 | upsert 'fields':{'text':'A b'},'seen':{'text':{'value':'a b'}} | merged policy-merged | `'text':'A B'`",
                // the default is what everybody saw where nobody wrote
                "`'title':'a'` | 2 | upsert 'fields':{'priority':5},'seen':{'priority':{'value':0}} | applied | `'title':'a','priority':5`",
                "`'title':'a'` | 2 | upsert 'fields':{'priority':5},'seen':{'priority':{'absent':true}} | applied | `'title':'a','priority':5`",
                "`'title':'a'` | 2 | upsert 'fields':{'priority':5},'seen':{'priority':{'value':1}} | conflict unseen-value | `'title':'a'`",
                "`'title':'a'` | 2 | upsert 'fields':{'priority':5},'baseVersion':1 | applied | `'title':'a','priority':5`",
                "`'title':'a'` | 2 | upsert 'fields':{'priority':5},'seen':null | applied | `'title':'a','priority':5`",
                "`'title':'a'` | 2 | upsert 'fields':{'priority':0},'seen':{'priority':{'value':7}} | applied | `'title':'a'`",
                "`'title':'a'` | 3 | upsert 'fields':{'owner':'me'},'seen':{'owner':{'value':'nobody'}} | applied | `'title':'a','owner':'me'`",
                "`'title':'a'` | 3 | upsert 'fields':{'best':7},'seen':{'best':{'value':10}} | merged policy-merged | `'title':'a'`",
                "`'title':'a'` | 3 | upsert 'fields':{'best':12},'seen':{'best':{'value':9}} | merged policy-merged | `'title':'a','best':12`",
                "`'title':'a'` | 3 | upsert 'fields':{'intro':'A b'},'seen':{'intro':{'value':'x b'}} | conflict unseen-value | `'title':'a'`",
                "`'title':'a'` | 3 | upsert 'fields':{'intro':'A b'},'seen':{'intro':{'absent':true}} | applied | `'title':'a','intro':'A b'`",
                // removed fields
                "`'title':'a'` | 1 | upsert 'fields':{'color':'red'},'seen':{'color':{'absent':true}} | merged field-removed | `'title':'a'`",
                "`'title':'a'` | 1 | upsert 'fields':{'color':'red','title':'b'},'seen':{'color':{'absent':true},'title':{'value':'a'}} | merged field-removed | `'title':'b'`",
                "`'title':'a'` | 1 | upsert 'fields':{'color':'red','title':'b'},'seen':{'color':{'absent':true},'title':{'value':'x'}} | conflict unseen-value | `'title':'a'`",
                "`` | 1 | upsert 'fields':{'color':'red'},'seen':null | merged field-removed | ``",
                "- | 1 | upsert 'fields':{'color':'red'},'seen':{'color':{'absent':true}} | merged field-removed | -",
                // deletes by who cannot know all
                "`'content':'b'` | 1 | delete 'seen':{'content':{'value':'b'},'color':{'value':'none'}} | applied | -",
                "`'content':'b'` | 2 | delete 'seen':{'body':{'value':'b'},'priority':{'value':0},'color':{'value':'none'}} | applied | -",
                "`'content':'b'` | 1 | delete 'seen':{'content':{'value':'x'}} | merged delete-superseded | `'body':'b'`",
                "`'content':'b','priority':0` | 1 | delete 'seen':{'content':{'value':'b'}} | applied | -",
                "`'content':'b','priority':5` | 1 | delete 'seen':{'content':{'value':'b'}} | merged delete-superseded | `'body':'b','priority':5`",
                "`'content':'b','priority':5` | 1 | delete 'baseVersion':1 | applied | -",
                "`'content':'b','color':'red'` | 3 | delete 'seen':{'body':{'value':'b'}} | applied | -",
            })
    void endsAsIfOfOneVersion(String stored, int version, String does, String outcome, String shown) {
        // Given
        if (!stored.equals("-")) {
            stand(stored);
        }
        // When
        send("bob", version, does);
        // Then
        assertThat(said()).isEqualTo(outcome);
        assertThat(row(3)).isEqualTo(shown.equals("-") ? Optional.empty() : Optional.of(withDefaults(shown)));
    }

    @Test
    void keepsTheCopyInEveryVersion_whenTwoVersionsWriteOneFieldUnseen() {
        // Given
        send("alice", 1, "upsert 'fields':{'content':'a'},'seen':null");
        send("alice", 1, "upsert 'fields':{'content':'b'},'seen':{'content':{'value':'a'}}");
        // When
        send("bob", 2, "upsert 'fields':{'body':'c'},'seen':{'body':{'value':'a'}}");
        EntityKey copy = last.conflictCopies().getFirst();
        send("bob", 2, "upsert 'fields':{'body':'d'},'seen':{'body':{'value':'c'}}");
        // Then
        assertThat(said()).isEqualTo("conflict joined-copy");
        assertThat(last.conflictCopies()).containsExactly(copy);
        assertThat(copy(copy, 1))
                .isEqualTo("{\"content\":\"d\"} seen {\"content\":{\"value\":\"a\"}} theirs {\"content\":\"b\"}");
        assertThat(copy(copy, 2))
                .isEqualTo("{\"body\":\"d\"} seen {\"body\":{\"value\":\"a\"}} theirs {\"body\":\"b\"}");
    }

    @Test
    void goesOnFromWhatItMade_whenACreationHeldRemovedFieldsAlone() {
        // Given
        send("alice", 1, "upsert 'fields':{'color':'red'},'seen':null");
        // When
        send("alice", 1, "upsert 'fields':{'title':'a'},'seen':{'title':{'absent':true}}");
        // Then
        assertThat(said()).isEqualTo("applied");
        assertThat(row(1)).contains("{\"color\":\"none\",\"title\":\"a\"}");
    }

    @Test
    void saysSoOfTheField_whenItWasRemoved() {
        // Given
        stand("'title':'a','content':'b'");
        // When
        send(
                "bob",
                1,
                "upsert 'fields':{'color':'red','content':'c'},'seen':{'color':{'absent':true},'content':{'value':'x'}}");
        // Then
        assertThat(said()).isEqualTo("conflict unseen-value");
        assertThat(server.log().iterator().next().fates())
                .isEqualTo(Map.of(
                        "color",
                        FieldFate.of(FieldFate.Kind.REMOVED),
                        "content",
                        FieldFate.in(
                                FieldFate.Kind.LOST_TO_COPY,
                                last.conflictCopies().getFirst().id())));
    }

    /** Of a field with a default, absent is the default in a copy, too. */
    @Test
    void joinsTheCopy_whenTheChainOfAMissingRowComesToADefault() {
        // Given
        send("bob", 2, "upsert 'fields':{'title':'b'},'seen':{'title':{'value':'a'}}");
        // When
        send("bob", 2, "upsert 'fields':{'priority':5},'seen':{'priority':{'value':0}}");
        // Then
        assertThat(said()).isEqualTo("conflict joined-copy");
        assertThat(server.rows()).hasSize(1);
    }

    /** It stays what it was: whoever declares the field again, or runs the older service, finds it. */
    @Test
    void keepsARemovedFieldsValueStored_whenTheRowIsWritten() {
        // Given
        stand("'title':'a','color':'red'");
        // When
        send("bob", 3, "upsert 'fields':{'title':'b'},'seen':{'title':{'value':'a'}}");
        // Then
        assertThat(stored().fields()).containsEntry("color", Json.of("red"));
        assertThat(row(2)).contains("{\"color\":\"red\",\"priority\":0,\"title\":\"b\"}");
    }

    @Test
    void storesNoDefault_whenARowIsMadeAndWritten() {
        // Given / When
        send("bob", 3, "upsert 'fields':{'title':'a'},'seen':null");
        send("bob", 3, "upsert 'fields':{'title':'b'},'seen':{'title':{'value':'a'}}");
        // Then
        assertThat(stored().fields().keySet()).containsExactly("title");
        assertThat(stored().stamps().keySet()).containsExactly("title");
    }

    private void stand(String fields) {
        TreeMap<String, Json> stored = new TreeMap<>(object("{" + fields + "}").members());
        TreeMap<String, io.tidemark.merge.Stamp> stamps = new TreeMap<>();
        stored.keySet().forEach(field -> stamps.put(field, new io.tidemark.merge.Stamp(1, "somebody")));
        server.place(ROW, new EntityState(ROW.entity(), 1, 1, 1, false, stored, stamps, Optional.empty()));
    }

    /** @param does kind, and the members of the payload that tell it from others */
    private void send(String subject, int version, String does) {
        TreeMap<String, Json> payload = new TreeMap<>(
                object("{" + does.substring(does.indexOf(' ')) + "}").members());
        payload.putAll(Map.of(
                "operationId", Json.of(new UUID(version, server.log().size() + 1).toString()),
                "kind", Json.of(does.substring(0, does.indexOf(' '))),
                "type", Json.of("note"),
                "entity", Json.of("n"),
                "schema", Json.of(version)));
        long sequence = sequences.merge(subject, 1L, Long::sum);
        Operation operation;
        try {
            operation = OperationCodec.operation(new Json.Obj(payload));
        } catch (InvalidShape e) {
            throw new IllegalArgumentException(e);
        }
        last = BatchFixture.outcome(server.merge(
                        List.of(BatchFixture.sentBy(subject, subject + "-phone", operation, sequence, sequence - 1)))
                .getFirst());
    }

    private String said() {
        return last.status().slug()
                + last.reason().map(reason -> " " + reason.slug()).orElse("");
    }

    private EntityState stored() {
        return Optional.ofNullable(server.rows().get(ROW)).orElseThrow();
    }

    private Optional<String> row(int version) {
        return Optional.ofNullable(server.rows().get(ROW))
                .map(row -> new RowForm(NOTE, version).lower(row.toRow()))
                .filter(CanonicalRow.Live.class::isInstance)
                .map(row -> CanonicalJson.write(new Json.Obj(((CanonicalRow.Live) row).fields())));
    }

    private String copy(EntityKey key, int version) {
        EntityState copy = Optional.ofNullable(server.rows().get(new RowKey(BatchFixture.SCOPE, key)))
                .orElseThrow();
        CanonicalRow.Live row = (CanonicalRow.Live) new RowForm(NOTE, version).lower(copy.toRow());
        return CanonicalJson.write(new Json.Obj(row.fields()))
                + " seen "
                + CanonicalJson.write(
                        OperationCodec.writeSeen(row.conflict().orElseThrow().seen()))
                + " theirs "
                + CanonicalJson.write(new Json.Obj(row.conflict().orElseThrow().theirs()));
    }

    private static String withDefaults(String fields) {
        TreeMap<String, Json> all = new TreeMap<>(object("{'priority':0,'owner':'nobody','best':10,'intro':'a b'}")
                .members());
        all.putAll(object("{" + fields + "}").members());
        return CanonicalJson.write(new Json.Obj(all));
    }

    private static Json.Obj object(String text) {
        try {
            return (Json.Obj) JsonReader.read(text.replace('\'', '"'));
        } catch (InvalidJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
