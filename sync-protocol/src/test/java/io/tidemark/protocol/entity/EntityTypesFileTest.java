package io.tidemark.protocol.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                        "t.yaml:4: note.title: 'max' is not known here; known are [maxItems, maxLength, merge, policy, type]"),
                mistake(
                        "types:\n  note:\n    schema: x\n    fields: { a: { type: string } }",
                        "t.yaml:3: note.schema:"),
                mistake("types:\n  note: {fields: {a: {type: string}}}\n  note: {}", "t.yaml:3: "));
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
