package io.tidemark.protocol.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.outcome.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fault of an operation is whose: its own, or that of the request. */
class SubmissionReaderTest {
    private static final String ID = "\"operationId\":\"0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f\"";
    private static final String ENVELOPE = ID + ",\"sequence\":2,\"previous\":1";
    private static final String NOTE = ENVELOPE + ",\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"n\"";
    private static final SubmissionReader READER = new SubmissionReader(EntityTypesFile.parse("t.yaml", """
            types:
              note:
                schema: 2
                fields:
                  title: { type: string, maxLength: 5 }
                  done: { type: boolean }
                  count: { type: integer }
                  size: { type: number }
                  tags: { type: strings, maxItems: 2, maxLength: 3 }
                  data: { type: json, maxLength: 10 }
                  likes: { type: integer, policy: counter }
                  labels: { type: strings, policy: add-wins-set, maxLength: 3 }
                removed: { gone: { type: json, in: 2, default: null } }
            """));

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "unknown type",
                        ENVELOPE
                                + ",\"kind\":\"upsert\",\"type\":\"x\",\"entity\":\"n\",\"fields\":{\"a\":1},\"seen\":null",
                        Reason.UNKNOWN_TYPE),
                refusal("unknown field", NOTE + ",\"fields\":{\"titel\":\"a\"},\"seen\":null", Reason.UNKNOWN_FIELD),
                refusal(
                        "string too long",
                        NOTE + ",\"fields\":{\"title\":\"abcdef\"},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal(
                        "string for boolean",
                        NOTE + ",\"fields\":{\"done\":\"true\"},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal(
                        "fraction for integer",
                        NOTE + ",\"fields\":{\"count\":1.5},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal(
                        "integer beyond 2^53",
                        NOTE + ",\"fields\":{\"count\":1e17},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal("string for number", NOTE + ",\"fields\":{\"size\":\"1\"},\"seen\":null", Reason.INVALID_FIELD),
                refusal(
                        "too many items",
                        NOTE + ",\"fields\":{\"tags\":[\"a\",\"b\",\"c\"]},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal(
                        "item too long",
                        NOTE + ",\"fields\":{\"tags\":[\"abcd\"]},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal(
                        "json too long",
                        NOTE + ",\"fields\":{\"data\":[1,2,3,4,5,6]},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal(
                        "seen value that no reader of a copy could take",
                        NOTE + ",\"fields\":{\"title\":\"a\"},\"seen\":{\"title\":{\"value\":" + nested(17) + "}}",
                        Reason.INVALID_FIELD),
                refusal(
                        "delete that saw the same",
                        ENVELOPE
                                + ",\"kind\":\"delete\",\"type\":\"note\",\"entity\":\"n\",\"seen\":{\"title\":{\"value\":"
                                + nested(17) + "}}",
                        Reason.INVALID_FIELD),
                refusal(
                        "value of a removed field that no record could hold",
                        NOTE + ",\"fields\":{\"gone\":" + nested(17) + "},\"seen\":null",
                        Reason.INVALID_FIELD),
                refusal("no fields", NOTE + ",\"fields\":{},\"seen\":null", Reason.NOTHING_TO_CHANGE),
                refusal(
                        "a counter's new value",
                        NOTE + ",\"fields\":{\"likes\":1},\"seen\":{\"likes\":{\"value\":0}}",
                        Reason.CHANGE_REQUIRED),
                refusal(
                        "a change of a plain field",
                        NOTE + ",\"changes\":{\"title\":{\"increment\":1}},\"seen\":{}",
                        Reason.INVALID_FIELD),
                refusal(
                        "elements of a counter",
                        NOTE + ",\"changes\":{\"likes\":{\"add\":[\"a\"],\"seenVersion\":0}},\"seen\":{}",
                        Reason.INVALID_FIELD),
                refusal(
                        "an element too long",
                        NOTE + ",\"changes\":{\"labels\":{\"add\":[\"abcd\"],\"seenVersion\":0}},\"seen\":{}",
                        Reason.INVALID_FIELD),
                refusal(
                        "a change of nothing",
                        NOTE + ",\"changes\":{\"labels\":{\"seenVersion\":0}},\"seen\":{}",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "in and out",
                        NOTE
                                + ",\"changes\":{\"labels\":{\"add\":[\"a\"],\"remove\":[\"a\"],\"seenVersion\":0}},\"seen\":{}",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "an increment by nothing",
                        NOTE + ",\"changes\":{\"likes\":{\"increment\":0}},\"seen\":{}",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "a change of an unknown field",
                        NOTE + ",\"changes\":{\"x\":{\"increment\":1}},\"seen\":{}",
                        Reason.UNKNOWN_FIELD),
                refusal("fields missing", NOTE + ",\"seen\":null", Reason.MALFORMED_OPERATION),
                refusal("seen missing", NOTE + ",\"fields\":{\"title\":\"a\"}", Reason.MALFORMED_OPERATION),
                refusal(
                        "seen of another field",
                        NOTE + ",\"fields\":{\"title\":\"a\"},\"seen\":{\"done\":{\"value\":true}}",
                        Reason.SEEN_REQUIRED),
                refusal(
                        "seen and base version",
                        NOTE + ",\"fields\":{\"title\":\"a\"},\"seen\":null,\"baseVersion\":1",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "negative base version",
                        NOTE + ",\"fields\":{\"title\":\"a\"},\"baseVersion\":-1",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "hash that is none",
                        NOTE + ",\"fields\":{\"title\":\"a\"},\"seen\":{\"title\":{\"hash\":\"x\"}}",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "seen two ways",
                        NOTE + ",\"fields\":{\"title\":\"a\"},\"seen\":{\"title\":{\"value\":\"x\",\"absent\":true}}",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "a member that the server owns",
                        NOTE + ",\"fields\":{\"title\":\"a\"},\"seen\":null,\"version\":7",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "unknown kind",
                        ENVELOPE + ",\"kind\":\"merge\",\"type\":\"note\",\"entity\":\"n\",\"seen\":null",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "delete with fields",
                        ENVELOPE + ",\"kind\":\"delete\",\"type\":\"note\",\"entity\":\"n\",\"fields\":{},\"seen\":{}",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "precondition on a row",
                        ENVELOPE
                                + ",\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"n\",\"fields\":{\"title\":\"a\"},\"seen\":null,\"ifMatch\":[\"*\"]",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "precondition on no row",
                        ENVELOPE
                                + ",\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"n\",\"fields\":{\"title\":\"a\"},\"seen\":null,\"ifNoneMatch\":\"*\"",
                        Reason.MALFORMED_OPERATION),
                refusal(
                        "blind delete",
                        ENVELOPE + ",\"kind\":\"delete\",\"type\":\"note\",\"entity\":\"n\",\"seen\":null",
                        Reason.SEEN_REQUIRED),
                refusal(
                        "empty id",
                        ENVELOPE
                                + ",\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"\",\"fields\":{\"title\":\"a\"},\"seen\":null",
                        Reason.INVALID_ENTITY_ID),
                refusal(
                        "id too long",
                        ENVELOPE + ",\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"" + "x".repeat(129)
                                + "\",\"fields\":{\"title\":\"a\"},\"seen\":null",
                        Reason.INVALID_ENTITY_ID),
                refusal(
                        "control character in id",
                        ENVELOPE
                                + ",\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"a\\nb\",\"fields\":{\"title\":\"a\"},\"seen\":null",
                        Reason.INVALID_ENTITY_ID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesTheOperationAlone_whenTheFaultIsItsOwn(String name, String members, Reason reason) throws Exception {
        // When
        Submission submission =
                READER.readPush(List.of(JsonReader.read("{" + members + "}"))).getFirst();
        // Then
        assertThat(submission).as(name).isInstanceOfSatisfying(Submission.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.envelope().link().orElseThrow().sequence()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sequence\":1,\"previous\":0}",
                "{\"operationId\":\"x\",\"sequence\":1,\"previous\":0}",
                "{\"operationId\":7,\"sequence\":1,\"previous\":0}",
                "{" + ID + "}",
                "{" + ID + ",\"sequence\":0,\"previous\":0}",
                "{" + ID + ",\"sequence\":1,\"previous\":-1}",
                "{" + ID + ",\"sequence\":1,\"previous\":1}",
                "{" + ID + ",\"sequence\":1.5,\"previous\":1}",
                "{" + ID + ",\"sequence\":9007199254740992,\"previous\":1}",
                "[]",
                "\"x\""
            })
    void blamesTheRequest_whenIdOrPlaceInTheChainCannotBeRead(String operation) throws Exception {
        // Given
        Json json = JsonReader.read(operation);
        // When, Then
        assertThatThrownBy(() -> READER.readPush(List.of(json))).isInstanceOf(InvalidShape.class);
    }

    @Test
    void defers_whenTheSchemaIsNewerThanTheServers() throws Exception {
        // When
        Submission submission = READER.readPush(
                        List.of(JsonReader.read("{" + NOTE + ",\"schema\":3,\"fields\":{\"new\":1},\"seen\":null}")))
                .getFirst();
        // Then
        assertThat(submission).isInstanceOf(Submission.Deferred.class);
    }

    @Test
    void givesTheSameFingerprint_whenOnlyTheEnvelopeDiffers() throws Exception {
        // Given
        String payload =
                ",\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"n\",\"fields\":{\"title\":\"a\"},\"seen\":null}";
        // When
        Fingerprint one = print("{" + ID + ",\"sequence\":2,\"previous\":1" + payload);
        Fingerprint other =
                print("{" + ID + ",\"sequence\":9,\"previous\":4,\"attempt\":0,\"traceparent\":7" + payload);
        Fingerprint changed = print("{" + ID + ",\"sequence\":2,\"previous\":1" + payload.replace("\"a\"", "\"b\""));
        // Then
        assertThat(other).isEqualTo(one);
        assertThat(changed).isNotEqualTo(one);
    }

    @Test
    void refusesTheOthers_whenOneOperationOfATransactionIsRefused() throws Exception { // TX-2
        // When
        List<Submission> submissions = READER.readPush(
                List.of(part(1, 1, 2, "\"fields\":{\"title\":\"a\"}"), part(2, 2, 2, "\"fields\":{\"nobody\":\"a\"}")));
        // Then
        assertThat(submissions)
                .extracting(submission -> ((Submission.Refused) submission).reason())
                .containsExactly(Reason.TRANSACTION_REFUSED, Reason.UNKNOWN_FIELD);
        assertThat(((Submission.Refused) submissions.get(1)).entity())
                .hasValueSatisfying(entity -> assertThat(entity.id()).isEqualTo("n"));
    }

    @Test
    void defersAll_whenOneOperationOfATransactionIsTooNew() throws Exception { // TX-2
        // When
        List<Submission> submissions = READER.readPush(List.of(
                part(1, 1, 2, "\"fields\":{\"title\":\"a\"}"),
                part(2, 2, 2, "\"schema\":3,\"fields\":{\"title\":\"a\"}")));
        // Then
        assertThat(submissions).hasSize(2).allMatch(Submission.Deferred.class::isInstance);
    }

    static Stream<Arguments> tornTransactions() {
        String title = "\"fields\":{\"title\":\"a\"}";
        return Stream.of(
                Arguments.of("its first is missing", List.of(part(1, 2, 2, title))),
                Arguments.of("its last is missing", List.of(part(1, 1, 2, title))),
                Arguments.of("another size", List.of(part(1, 1, 2, title), part(2, 2, 3, title))),
                Arguments.of("out of order", List.of(part(1, 2, 2, title), part(2, 1, 2, title))),
                Arguments.of("twice the same place", List.of(part(1, 1, 2, title), part(2, 1, 2, title))),
                Arguments.of("one id at two places", List.of(part(1, 1, 2, title), part(1, 2, 2, title))),
                Arguments.of("a place beyond its size", List.of(part(1, 3, 2, title))),
                Arguments.of("more than it may have", List.of(part(1, 1, 51, title))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tornTransactions")
    void blamesTheRequest_whenATransactionIsNotWhole(String name, List<Json> operations) {
        assertThatThrownBy(() -> READER.readPush(operations)).as(name).isInstanceOf(InvalidShape.class);
    }

    private static Json part(int sequence, int place, int size, String members) {
        try {
            return JsonReader.read(
                    "{\"operationId\":\"0199d3a5-6c1e-7cc3-98c4-00000000000%d\",\"sequence\":%d,\"previous\":%d,"
                                    .formatted(sequence, sequence, sequence - 1)
                            + "\"kind\":\"upsert\",\"type\":\"note\",\"entity\":\"n\",\"seen\":null,"
                            + "\"transaction\":{\"id\":\"0199d3a5-6c1e-7cc3-98c4-dc0c0c073990\",\"place\":%d,\"size\":%d},"
                                    .formatted(place, size)
                            + members + "}");
        } catch (InvalidJson e) {
            throw new AssertionError(e);
        }
    }

    private static Fingerprint print(String operation) throws Exception {
        return READER.readPush(List.of(JsonReader.read(operation))).getFirst().fingerprint();
    }

    private static Arguments refusal(String name, String members, Reason reason) {
        return Arguments.of(name, members, reason);
    }

    private static final SubmissionReader EVOLVED = new SubmissionReader(EntityTypesFile.parse("t.yaml", """
            types:
              note:
                schema: 3
                fields:
                  body: { type: string, maxLength: 5, renamed: [{ from: content, in: 2 }] }
                  likes: { type: integer, policy: counter, since: 3 }
                removed:
                  color: { type: string, maxLength: 5, in: 3, default: none }
                  votes: { type: integer, policy: counter, in: 3, default: 0 }
            """));

    /** SCHEMA-5, SCHEMA-7, SCHEMA-10: the names are those of its version, the limits are today's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | 'fields':{'content':'a'} | -",
                "2 | 'fields':{'body':'a'} | -",
                "1 | 'fields':{'body':'a'} | unknown-field",
                "2 | 'fields':{'content':'a'} | unknown-field",
                "1 | 'fields':{'content':'abcdef'} | invalid-field",
                "2 | 'changes':{'likes':{'increment':1}} | unknown-field",
                "3 | 'changes':{'likes':{'increment':1}} | -",
                "2 | 'fields':{'color':'red'} | -",
                "2 | 'fields':{'color':7} | -",
                "2 | 'changes':{'votes':{'increment':1}} | -",
                "2 | 'changes':{'color':{'increment':1}},'fields':{'color':'a'} | invalid-field",
                "3 | 'fields':{'color':'red'} | unknown-field",
                "4 | 'fields':{'nowhere':'red'} | deferred",
            })
    void judgesByItsOwnVersion_whenAnOperationIsOlder(int schema, String members, String expected) throws Exception {
        // Given
        Json sent = JsonReader.read(
                "{" + NOTE + ",\"seen\":null,\"schema\":" + schema + "," + members.replace('\'', '"') + "}");
        // When
        Submission submission = EVOLVED.readPush(List.of(sent)).getFirst();
        // Then
        String said =
                switch (submission) {
                    case Submission.Accepted ignored -> "-";
                    case Submission.Refused refused -> refused.reason().slug();
                    case Submission.Deferred ignored -> "deferred";
                };
        assertThat(said).isEqualTo(expected);
    }

    /** SCHEMA-8. */
    @Test
    void keepsWhatWasSent_whenAnOlderOperationIsAccepted() throws Exception {
        // Given
        Json.Obj sent = (Json.Obj) JsonReader.read(
                "{" + NOTE + ",\"seen\":null,\"schema\":2,\"fields\":{\"body\":\"a\",\"color\":\"b\"}}");
        // When
        Submission.Accepted accepted =
                (Submission.Accepted) EVOLVED.readPush(List.of(sent)).getFirst();
        // Then
        assertThat(OperationCodec.payload(accepted.operation())).isEqualTo(OperationCodec.payloadOf(sent));
        assertThat(accepted.fingerprint()).isEqualTo(Fingerprint.of(OperationCodec.payloadOf(sent)));
    }
}
