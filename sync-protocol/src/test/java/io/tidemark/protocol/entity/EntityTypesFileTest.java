package io.tidemark.protocol.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EntityTypesFileTest {
    @Test
    void readsTheShippedFile_whenItIsDeployed() {
        // When
        EntityTypes types =
                EntityTypesFile.read(Path.of(System.getProperty("tidemark.home"), "deploy", "entity-types.yaml"));
        // Then
        EntityType note = types.find("note").orElseThrow();
        assertThat(note.fields().keySet()).containsExactly("body", "pinned", "tags", "title");
        assertThat(note.policy("title")).isEqualTo(MergePolicy.MANUAL);
        assertThat(note.policy("pinned")).isEqualTo(MergePolicy.LAST_WRITER);
        assertThat(types.find("preference")).isPresent();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("", "t.yaml:1: the file is empty"),
                mistake("types: [", "t.yaml:1: not YAML"),
                mistake("types: 3", "t.yaml:1: types: a mapping is expected"),
                mistake("typs: {}", "t.yaml:1: the file: 'typs' is not known here"),
                mistake("types: {}", "t.yaml:1: types: at least one entity type is declared"),
                mistake("types:\n  note:\n    schema: 1", "t.yaml:3: fields: it is missing"),
                mistake("types:\n  Note: { fields: { a: { type: string } } }", "t.yaml:2: Note: a name starts with"),
                mistake(
                        "types:\n  note:\n    fields:\n      title: { type: text }",
                        "t.yaml:4: note.title.type: one of string, boolean,"),
                mistake(
                        "types:\n  note:\n    fields:\n      title: { type: string, policy: crdt }",
                        "t.yaml:4: note.title.policy: one of manual, text, last-writer, counter, add-wins-set, max, min, server-wins, immutable, own is expected"),
                mistake(
                        "types:\n  note:\n    fields:\n      likes: { type: string, policy: counter }",
                        "t.yaml:4: note.likes.policy: counter needs a field of type integer"),
                mistake(
                        "types:\n  note:\n    fields:\n      size: { type: strings, policy: max }",
                        "t.yaml:4: note.size.policy: max needs a field of type string, integer, number"),
                mistake(
                        "types:\n  note:\n    fields:\n      title: { type: string, policy: own }",
                        "t.yaml:4: note.title.merge: it is missing"),
                mistake(
                        "types:\n  note:\n    fields:\n      title: { type: string, merge: mine }",
                        "t.yaml:4: note.title.merge: only the policy 'own' has it"),
                mistake(
                        "types:\n  note:\n    fields:\n      a: { type: string, maxLength: 262144 }\n      b: { type: string, maxLength: 262144 }",
                        "t.yaml:3: note.fields: together they may hold 524288 characters, and a row holds at most 400000"),
                mistake(
                        "types:\n  note:\n    fields:\n      title: { type: string, maxLength: -1 }",
                        "t.yaml:4: note.title.maxLength: a whole number from 1 to 262144 is expected"),
                mistake(
                        "types:\n  note:\n    fields:\n      title: { type: string, max: 1 }",
                        "t.yaml:4: note.title: 'max' is not known here; known are [default, maxItems, maxLength, merge, policy, renamed, since, type]"),
                mistake(
                        "types:\n  note:\n    schema: x\n    fields: { a: { type: string } }",
                        "t.yaml:3: note.schema:"),
                mistake("types:\n  note: {fields: {a: {type: string}}}\n  note: {}", "t.yaml:3: "));
    }

    /** Of a type of schema 3 whose fields begin at line 5. */
    static Stream<Arguments> contradictions() {
        String removed = "a: { type: string }\n    removed:\n      ";
        return Stream.of(
                mistake(
                        "a: { type: string, since: 4 }",
                        "5: note.a.since: a version above 0 is expected, and none above 3"),
                mistake("a: { type: string, since: 0 }", "5: note.a.since: a version above 0"),
                mistake("a: { type: string, since: two }", "5: note.a.since: a version above 0"),
                mistake("a: { type: string, renamed: b }", "5: note.a.renamed: a list is expected"),
                mistake("a: { type: string, renamed: [] }", "5: note.a.renamed: it is empty"),
                mistake("a: { type: string, renamed: [b] }", "5: note.a.renamed: a mapping is expected"),
                mistake("a: { type: string, renamed: [{ from: b }] }", "5: note.a.renamed.in: it is missing"),
                mistake("a: { type: string, renamed: [{ in: 2 }] }", "5: note.a.renamed.from: it is missing"),
                mistake(
                        "a: { type: string, renamed: [{ from: b, in: 2, to: a }] }",
                        "5: note.a.renamed: 'to' is not known here"),
                mistake(
                        "a: { type: string, renamed: [{ from: b, in: 1 }] }",
                        "5: note.a.renamed.in: a version above 1 is expected"),
                mistake(
                        "a: { type: string, since: 2, renamed: [{ from: b, in: 2 }] }",
                        "5: note.a.renamed.in: a version above 2 is expected"),
                mistake(
                        "a: { type: string, renamed: [{ from: b, in: 3 }, { from: c, in: 2 }] }",
                        "5: note.a.renamed.in: a version above 3 is expected"),
                mistake(
                        "a: { type: string, renamed: [{ from: a, in: 2 }] }",
                        "5: note.a.renamed: 'a' is renamed to itself"),
                mistake(
                        "a: { type: string, renamed: [{ from: b, in: 2 }, { from: b, in: 3 }] }",
                        "5: note.a.renamed: 'b' is renamed to itself"),
                mistake("a: { type: string, renamed: [{ from: B, in: 2 }] }", "5: note.a: a name starts with a-z"),
                // a name belongs to one field for ever
                mistake(
                        "a: { type: string }\n      b: { type: string, renamed: [{ from: a, in: 2 }] }",
                        "6: note.b: the name 'a' is or was that of note.a, and stays it"),
                mistake(
                        "b: { type: string, renamed: [{ from: a, in: 2 }] }\n      a: { type: string, since: 3 }",
                        "6: note.a: the name 'a' is or was that of note.b, and stays it"),
                mistake(
                        removed + "a: { type: string, in: 2, default: x }",
                        "7: note.removed.a: the name 'a' is or was that of note.a, and stays it"),
                mistake(
                        removed + "b: { type: string, renamed: [{ from: a, in: 2 }], in: 3, default: x }",
                        "7: note.removed.b: the name 'a' is or was that of note.a, and stays it"),
                // defaults
                mistake("a: { type: string, default: 3 }", "5: note.a.default: it is no value of the field"),
                mistake(
                        "a: { type: string, maxLength: 2, default: abc }",
                        "5: note.a.default: it is no value of the field"),
                mistake("a: { type: number, default: .nan }", "5: note.a.default: it is no value of I-JSON"),
                mistake(
                        "a: { type: integer, default: 9007199254740993 }",
                        "5: note.a.default: it is no value of I-JSON: a number is not exact"),
                mistake(
                        "a: { type: integer, policy: counter, default: 1 }",
                        "5: note.a.default: a counter starts from 0"),
                mistake(
                        "a: { type: strings, policy: add-wins-set, default: [x] }",
                        "5: note.a.default: a set starts from nothing: []"),
                // removed fields
                mistake(removed + "b: { type: string, in: 2 }", "7: note.removed.b.default: it is missing"),
                mistake(removed + "b: { type: string, default: x }", "7: note.removed.b.in: it is missing"),
                mistake(
                        removed + "b: { type: string, since: 2, in: 2, default: x }",
                        "7: note.removed.b.in: a version above 2 is expected"),
                mistake(
                        removed + "b: { type: string, in: 4, default: x }",
                        "7: note.removed.b.in: a version above 1 is expected, and none above 3"),
                mistake("a: { type: string, in: 2 }", "5: note.a: 'in' is not known here"),
                // room
                mistake(
                        "a: { type: string, maxLength: 262144, since: 2 }\n    removed:\n      "
                                + "b: { type: string, maxLength: 262144, in: 3, default: x }",
                        "3: note.fields: in version 2 together they may hold 524288 characters, and a row holds at most 400000"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void namesFileLineAndKey_whenTheHistoryContradictsItself(String fields, String message) {
        // Given
        String yaml = "types:\n  note:\n    schema: 3\n    fields:\n      " + fields;
        // When, Then
        assertThatThrownBy(() -> EntityTypesFile.parse("t.yaml", yaml))
                .isInstanceOf(InvalidEntityTypes.class)
                .hasMessageStartingWith("t.yaml:" + message);
    }

    @Test
    void refuses_whenTooMuchWasRemoved() {
        // Given
        String large = "{ type: strings, maxLength: 1000, maxItems: 400, since: %d, in: %d, default: [] }";
        String yaml = "types:\n  note:\n    schema: 4\n    fields:\n      a: { type: string, since: 4 }\n"
                + "    removed:\n      b: " + large.formatted(1, 2) + "\n      c: " + large.formatted(2, 3)
                + "\n      d: " + large.formatted(3, 4);
        // When, Then
        assertThatThrownBy(() -> EntityTypesFile.parse("t.yaml", yaml))
                .hasMessageStartingWith(
                        "t.yaml:3: note.removed: with what was removed together they may hold 1210000 characters");
    }

    @Test
    void readsTheHistory_whenItIsDeclared() {
        // Given / When
        EntityType note = EntityTypesFile.parse("t.yaml", """
                        types:
                          note:
                            schema: 5
                            fields:
                              text: { type: string, since: 2, renamed: [{ from: body, in: 3 }, { from: text, in: 4 }, { from: body, in: 5 }], default: "" }
                            removed:
                              data: { type: json, in: 3, default: { a: [1, 2.5, true, null, "x"] } }
                        """).find("note").orElseThrow();
        Field text = note.field("body").orElseThrow();
        // Then
        assertThat(text.name()).isEqualTo("text");
        assertThat(text.storedName()).isEqualTo("body");
        assertThat(text.nameAt(1)).isEmpty();
        assertThat(text.nameAt(2)).contains("body");
        assertThat(text.nameAt(3)).contains("text");
        assertThat(text.nameAt(4)).contains("body");
        assertThat(text.nameAt(5)).contains("text");
        assertThat(text.history().defaultValue()).contains(Json.of(""));
        assertThat(note.field("data")).isEmpty();
        assertThat(note.fieldAt(2, "data")).isPresent();
        assertThat(note.fieldAt(3, "data")).isEmpty();
        assertThat(note.removed()
                        .values()
                        .iterator()
                        .next()
                        .history()
                        .defaultValue()
                        .map(CanonicalJson::write))
                .contains("{\"a\":[1,2.5,true,null,\"x\"]}");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesFileLineAndKey_whenTheDeclarationIsWrong(String yaml, String message) {
        // When, Then
        assertThatThrownBy(() -> EntityTypesFile.parse("t.yaml", yaml))
                .isInstanceOf(InvalidEntityTypes.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void namesTheSetting_whenTheFileIsNotThere() {
        // When, Then
        assertThatThrownBy(() -> EntityTypesFile.read(Path.of("no-such-file.yaml")))
                .hasMessageStartingWith("no-such-file.yaml: ")
                .hasMessageContaining("tidemark.entity-types");
    }

    private static Arguments mistake(String yaml, String message) {
        return Arguments.of(yaml, message);
    }
}
