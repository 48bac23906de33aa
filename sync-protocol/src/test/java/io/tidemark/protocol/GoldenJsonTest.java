package io.tidemark.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.ConflictsPage;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.RowSpan;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire by example, both ways: what is read from a golden file is written as that file. */
class GoldenJsonTest {
    private interface Codec {
        Json readAndWrite(Json json) throws InvalidShape;
    }

    static Stream<Arguments> goldens() {
        Codec operation = GoldenJsonTest::operation;
        return Stream.of(
                golden("operation-upsert", operation),
                golden("operation-create", operation),
                golden("operation-delete", operation),
                golden("operation-changes", operation),
                golden("operation-transaction", operation),
                golden("push-answer", json -> PushAnswer.read(json).write()),
                golden("changes-page", json -> ChangesPage.read(json).write()),
                golden("conflicts-page", json -> ConflictsPage.read(json).write()),
                golden("explanation", json -> Explanation.read(json).write()),
                golden("dry-run", json -> DryRun.read(json).write()),
                golden("operations-record", json -> OperationsRecord.read(json).write()),
                golden("operations-record-single-entity", json -> OperationsRecord.read(json)
                        .write()),
                golden("outcomes-record", json -> OutcomesRecord.read(json).write()),
                golden("row-span", json -> RowSpan.read(json).write()),
                golden("problem", json -> Problem.read(json).write()));
    }

    private static Arguments golden(String name, Codec codec) {
        return Arguments.of(name, codec);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldens")
    void writesTheGoldenFile_whenItWasRead(String name, Codec codec) throws Exception {
        // Given
        Json golden = read(name);
        // When
        Json written = codec.readAndWrite(golden);
        // Then
        assertThat(written).isEqualTo(golden);
    }

    @Test
    void readsWhatTheFileSays_whenAnOperationIsRead() throws Exception {
        // Given
        Json.Obj golden = (Json.Obj) read("operation-upsert");
        // When
        Operation operation = OperationCodec.operation(OperationCodec.payloadOf(golden));
        Envelope envelope = OperationCodec.envelope(new Members(golden.members()), true);
        // Then
        assertThat(operation)
                .isEqualTo(new Operation.Upsert(
                        OperationId.parse("0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f")
                                .orElseThrow(),
                        new EntityKey("note", "shopping"),
                        1,
                        new TreeMap<>(Map.of("title", Json.of("Milk and bread"), "body", Json.NULL)),
                        Basis.Seen.of(
                                Map.of("title", new SeenValue.Value(Json.of("Milk")), "body", new SeenValue.Absent())),
                        new Precondition.None()));
        assertThat(envelope)
                .isEqualTo(new Envelope(
                        Optional.of(new Link(42, 41)),
                        2,
                        Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
    }

    private static Json operation(Json json) throws InvalidShape {
        Json.Obj object = (Json.Obj) json;
        Envelope envelope = OperationCodec.envelope(new Members(object.members()), true);
        Operation operation = OperationCodec.operation(OperationCodec.payloadOf(object));
        return OperationCodec.write(OperationCodec.payload(operation), envelope);
    }

    private static Json read(String name) throws Exception {
        try (InputStream file = GoldenJsonTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return JsonReader.read(file.readAllBytes());
        }
    }
}
