package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.stack.LocalStack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The edges of docs/spec/idempotency.md that lie between the gateway and the merge, through two of each. Every operation
 * adds one to a tally: an effect that is there twice cannot hide.
 */
class IdempotencyTest {
    private static final String TENANT = "idempotency";

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private final String scope = "tally:" + UUID.randomUUID();
    private LocalStack stack;
    private PlainClient phone;

    @BeforeEach
    void grant() {
        stack = STACK.get();
        stack.grant(TENANT, scope, "alice");
        phone = client("phone");
    }

    @Test
    void standsByTheFirst_whenItsIdNamesAnotherOperation() throws Exception { // IDEM-4
        // Given
        UUID id = UUID.randomUUID();
        push(0, add(id, 1, 1, 0));
        // When
        List<String> reused = push(1, add(id, 5, 2, 1), add(UUID.randomUUID(), 1, 3, 2));
        List<String> first = push(0, add(id, 1, 4, 3));
        // Then
        assertThat(reused).containsExactly("rejected id-reused", "applied");
        assertThat(first).containsExactly("applied replayed");
        assertThat(tally()).isEqualTo(2);
    }

    @Test
    void hasNoSecondEffectAndSaysSo_whenTheLogHasDroppedTheOperation() throws Exception { // IDEM-5
        // Given
        Json forgotten = add(UUID.randomUUID(), 1, 1, 0);
        Json kept = add(UUID.randomUUID(), 1, 2, 1);
        push(0, forgotten, kept);
        run("delete from operation_log where tenant = ? and scope = ? and sequence <= 1");
        run("update device_mark set log_floor = 1 where tenant = ? and scope = ?");
        // When
        List<String> again = push(0, forgotten, kept);
        List<String> behindANewOne = push(1, add(UUID.randomUUID(), 1, 3, 2), forgotten);
        // Then
        assertThat(again).containsExactly("rejected expired replayed", "applied replayed");
        assertThat(behindANewOne).containsExactly("applied", "rejected expired replayed");
        assertThat(tally()).isEqualTo(3);
    }

    @Test
    void leavesNoTraceAndNamesTheHole_whenAnOperationBeforeItIsMissing() throws Exception { // IDEM-6
        // Given
        Json first = add(UUID.randomUUID(), 1, 1, 0);
        Json second = add(UUID.randomUUID(), 1, 2, 1);
        Json third = add(UUID.randomUUID(), 1, 3, 2);
        push(0, first);
        // When
        List<String> early = push(1, third);
        int asked = status(phone.request(gateway(0), "operations/" + id(third)).GET());
        List<String> inOrder = push(0, second, third);
        // Then
        assertThat(early).containsExactly("out-of-order after 1");
        assertThat(asked).isEqualTo(404);
        assertThat(inOrder).containsExactly("applied", "applied");
        assertThat(tally()).isEqualTo(3);
    }

    @Test
    void hasOneEffectEach_whenAForkedDeviceSendsItsQueueUnderANewId() throws Exception { // IDEM-7
        // Given: the clone has what the phone sent, and an edit of its own in the place of the phone's second
        Json common = add(UUID.randomUUID(), 1, 1, 0);
        UUID own = UUID.randomUUID();
        push(0, common, add(UUID.randomUUID(), 1, 2, 1));
        // When
        List<String> asTheClone = push(1, common, add(own, 1, 2, 1));
        int asked = status(phone.request(gateway(0), "operations/" + own).GET());
        PlainClient renamed = client("phone-2");
        List<String> asItself = push(renamed, 0, add(id(common), 1, 1, 0), add(own, 1, 2, 1));
        List<String> goesOn = push(renamed, 1, add(UUID.randomUUID(), 1, 3, 2));
        // Then
        assertThat(asTheClone).containsExactly("applied replayed", "device-forked");
        assertThat(asked).isEqualTo(404);
        assertThat(asItself).containsExactly("applied replayed", "applied");
        assertThat(goesOn).containsExactly("applied");
        assertThat(tally()).isEqualTo(4);
    }

    @Test
    void staysRefusedAndClosesTheChain_whenTheGatewaysRulesSayNo() throws Exception { // IDEM-9
        // Given
        UUID id = UUID.randomUUID();
        Json refused = operation(id, "\"fields\": { \"colour\": \"red\" }, \"seen\": null", 1, 0);
        // When
        List<String> once = push(0, refused, add(UUID.randomUUID(), 1, 2, 1));
        List<String> again = push(1, refused);
        List<String> asADeadLetter = push(
                0,
                operation(id, "\"fields\": { \"colour\": \"red\" }, \"seen\": null", 3, 2),
                add(UUID.randomUUID(), 1, 4, 3));
        // Then
        assertThat(once).containsExactly("rejected unknown-field", "applied");
        assertThat(again).containsExactly("rejected unknown-field replayed");
        assertThat(asADeadLetter).containsExactly("rejected unknown-field replayed", "applied");
        assertThat(tally()).isEqualTo(2);
    }

    @Test
    void leavesNoTraceAndHoldsBackTheRest_whenTheSchemaIsTooNew() throws Exception { // IDEM-10
        // Given
        UUID newer = UUID.randomUUID();
        Json tooNew = operation(
                newer, "\"schema\": 9, \"changes\": { \"count\": { \"increment\": 1 } }, \"seen\": null", 2, 1);
        Json behind = add(UUID.randomUUID(), 1, 3, 2);
        // When
        List<String> said = push(0, add(UUID.randomUUID(), 1, 1, 0), tooNew, behind);
        int asked = status(phone.request(gateway(0), "operations/" + newer).GET());
        List<String> alone = push(1, behind);
        // Then
        assertThat(said).containsExactly("applied", "deferred", "deferred");
        assertThat(asked).isEqualTo(404);
        assertThat(alone).containsExactly("out-of-order after 1");
        assertThat(tally()).isEqualTo(1);
    }

    @Test
    void isDecidedOnce_whenItsEnvelopeIsLinkedAnewAfterADeadLetter() throws Exception { // IDEM-11
        // Given: the second of three became a dead letter, and was never on the log
        UUID set = UUID.randomUUID();
        UUID third = UUID.randomUUID();
        push(0, add(UUID.randomUUID(), 1, 1, 0));
        // When: the third may have been sent in its first envelope, too
        List<String> first = push(0, add(third, 1, 3, 2));
        List<String> anew = push(1, add(third, 1, 3, 1));
        List<String> sentAgain = push(0, add(set, 1, 4, 3));
        List<String> late = push(1, add(third, 1, 3, 2));
        // Then
        assertThat(first).containsExactly("out-of-order after 1");
        assertThat(anew).containsExactly("applied");
        assertThat(sentAgain).containsExactly("applied");
        assertThat(late).containsExactly("applied replayed");
        assertThat(tally()).isEqualTo(3);
    }

    @Test
    void isAnswerOfTheLogAsLongAsItKnows_whenARequestHasNoChain() throws Exception { // IDEM-13
        // Given
        UUID key = UUID.randomUUID();
        String body = "{ \"fields\": { \"count\": 1 } }";
        String other = "{ \"fields\": { \"count\": 5 } }";
        // When
        HttpResponse<String> first = put(0, key, body);
        HttpResponse<String> again = put(1, key, body);
        HttpResponse<String> reused = put(0, key, other);
        run("delete from operation_log where tenant = ? and scope = ?");
        HttpResponse<String> forgotten = put(0, key, body);
        // Then: nobody remembers the key, and the precondition is asked again
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("\"replayed\":true");
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
        assertThat(reused.statusCode()).isEqualTo(422);
        assertThat(reused.body()).contains("id-reused");
        assertThat(forgotten.statusCode()).isEqualTo(412);
        assertThat(tally()).isEqualTo(1);
    }

    @Test
    void areTwoOperations_whenOneIdIsUsedInTwoScopes() throws Exception { // IDEM-14
        // Given
        UUID id = UUID.randomUUID();
        String elsewhere = "tally:" + UUID.randomUUID();
        stack.grant(TENANT, elsewhere, "alice");
        push(0, add(id, 1, 1, 0));
        // When
        PushAnswer other = new PlainClient(token(), elsewhere, "phone")
                .send(new PlainClient(token(), elsewhere, "phone").push(gateway(0), body(phone, add(id, 5, 1, 0))));
        // Then
        assertThat(other.results()).map(IdempotencyTest::said).containsExactly("applied");
        assertThat(tally()).isEqualTo(1);
    }

    private HttpResponse<String> put(int gateway, UUID key, String body) throws Exception {
        HttpRequest request = phone.request(gateway(gateway), "entities/tally/visitors")
                .header("Idempotency-Key", key.toString())
                .header("If-None-Match", "*")
                .header("Prefer", "wait=10")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return phone.http().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return phone.http()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private List<String> push(int gateway, Json... operations) throws Exception {
        return push(phone, gateway, operations);
    }

    private List<String> push(PlainClient client, int gateway, Json... operations) throws Exception {
        return client.send(client.push(gateway(gateway), body(client, operations))).results().stream()
                .map(IdempotencyTest::said)
                .toList();
    }

    private static byte[] body(PlainClient client, Json... operations) {
        return client.body(Arrays.asList(operations));
    }

    /** The verdict in few words. */
    private static String said(OperationResult result) {
        if (!(ResultCodec.write(result) instanceof Json.Obj(var members))) {
            throw new AssertionError("a result is an object");
        }
        Members said = new Members(members);
        try {
            return said.string("status")
                    + said.optionalString("reason").map(reason -> " " + reason).orElse("")
                    + (said.has("expected") ? " after " + said.integer("expected", 0) : "")
                    + (said.has("replayed") ? " replayed" : "");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Json add(UUID id, int number, long sequence, long previous) {
        return operation(
                id,
                "\"changes\": { \"count\": { \"increment\": %d } }, \"seen\": null".formatted(number),
                sequence,
                previous);
    }

    private static Json operation(UUID id, String more, long sequence, long previous) {
        try {
            return JsonReader.read("""
                    { "operationId": "%s", "kind": "upsert", "type": "tally", "entity": "visitors", %s,
                      "sequence": %d, "previous": %d }
                    """.formatted(id, more, sequence, previous));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static UUID id(Json operation) throws Exception {
        return UUID.fromString(Members.of(operation, "").string("operationId"));
    }

    private long tally() throws Exception {
        return phone.rows(gateway(0)).stream()
                .map(row -> ((CanonicalRow.Live) row).fields().get("count"))
                .mapToLong(count -> ((Json.Num) count).asLong())
                .sum();
    }

    private PlainClient client(String device) {
        return new PlainClient(token(), scope, device);
    }

    private String token() {
        return stack.tokens().issue(TENANT, "alice", Duration.ofHours(1));
    }

    private URI gateway(int number) {
        return stack.gatewayUrls().get(number);
    }

    /** @param sql with tenant and scope as its parameters */
    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, TENANT);
            statement.setString(2, scope);
            statement.executeUpdate();
        }
    }
}
