package io.tidemark.merge;

import static io.tidemark.merge.OperationFixture.EPOCH;
import static io.tidemark.merge.OperationFixture.NOTE;
import static io.tidemark.merge.OperationFixture.TYPE;
import static io.tidemark.merge.OperationFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** MERGE-12: an edit and a delete of a row, neither author having seen the other's, end the same in both orders. */
class ArrivalOrderTest {
    private static final Author EDITOR = new Author("demo:notes", "editor");
    private static final Author DELETER = new Author("demo:notes", "deleter");

    static Stream<Arguments> edits() {
        return Stream.of(
                Arguments.of("a seen field", anOperation().set("title", "X").seeing("title", "now")),
                Arguments.of("an unseen field", anOperation().set("title", "X").seeing("title", "before")),
                Arguments.of("a new field", anOperation().set("body", "X").seeingAbsent("body")),
                Arguments.of(
                        "one seen and one unseen field",
                        anOperation()
                                .set("title", "X")
                                .seeing("title", "before")
                                .set("body", "Y")
                                .seeingAbsent("body")),
                Arguments.of(
                        "the value that is there",
                        anOperation().set("title", "now").seeing("title", "before")),
                Arguments.of(
                        "a last-writer field", anOperation().set("pinned", "X").seeing("pinned", "other")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void endsTheSame_whenEditAndDeleteArriveInEitherOrder(String edit, OperationFixture fixture) {
        // Given
        EntityState row = EntityState.begin(
                NOTE,
                Map.of("title", FieldWrite.plain(Json.of("now")), "pinned", FieldWrite.plain(Json.of("no"))),
                "maker",
                Optional.empty());
        Operation upsert = fixture.id(1).upsert();
        Operation delete = anOperation()
                .id(2)
                .seeing("title", "now")
                .seeing("pinned", "no")
                .delete();
        // When
        var editFirst = run(row, List.of(new Step(upsert, EDITOR), new Step(delete, DELETER)));
        var deleteFirst = run(row, List.of(new Step(delete, DELETER), new Step(upsert, EDITOR)));
        // Then
        assertThat(editFirst).as(edit).isEqualTo(deleteFirst);
    }

    private record Step(Operation operation, Author author) {}

    /** What a reader sees in the end: live rows by id, with their fields. */
    private static SortedMap<String, SortedMap<String, Json>> run(EntityState row, List<Step> steps) {
        TreeMap<EntityKey, EntityState> rows = new TreeMap<>(Map.of(NOTE, row));
        for (Step step : steps) {
            List<EntityState> copies = new ArrayList<>(rows.values());
            copies.removeIf(copy -> copy.conflict().isEmpty());
            Decision decision = Merge.decide(
                    Optional.ofNullable(rows.get(NOTE)), copies, step.operation(), step.author(), TYPE, EPOCH);
            decision.row().ifPresent(changed -> rows.put(changed.key(), changed));
            decision.copies().forEach(copy -> rows.put(copy.key(), copy));
        }
        TreeMap<String, SortedMap<String, Json>> visible = new TreeMap<>();
        rows.values().stream()
                .filter(r -> !r.deleted())
                .forEach(r -> visible.put(r.key().id(), r.fields()));
        return visible;
    }
}
