package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.PartStatus;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** G2, through real processes: two gateways and two merge services. */
class SamePushTest {
    private static final String SCOPE = "notes:alice";

    @RegisterExtension
    static final SharedStack SHARED = new SharedStack();

    private static LocalStack stack;

    @BeforeAll
    static void grant() {
        stack = SHARED.get();
        stack.grant("demo", SCOPE, "alice");
    }

    @Test
    void hasOneEffectAndOneOutcome_whenTheSamePushIsSentThreeTimesThroughTwoGatewaysAtOnce() throws Exception {
        // Given
        PlainClient client = client("phone-1");
        List<Json> operations = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            operations.add(PlainClient.creation("same-" + i, "title " + i, i, i - 1));
        }
        byte[] body = client.body(operations);
        List<URI> gateways = stack.gatewayUrls();
        // When
        List<CompletableFuture<HttpResponse<byte[]>>> sends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sends.add(client.http()
                    .sendAsync(client.push(gateways.get(i % 2), body), HttpResponse.BodyHandlers.ofByteArray()));
        }
        List<PushAnswer> answers = new ArrayList<>();
        for (CompletableFuture<HttpResponse<byte[]>> send : sends) {
            answers.add(PushAnswer.read(
                    JsonReader.read(send.get(60, TimeUnit.SECONDS).body())));
        }
        // Then
        for (PushAnswer answer : answers) {
            assertThat(outcomes(answer)).isEqualTo(outcomes(answers.getFirst())).hasSize(50);
        }
        List<CanonicalRow> rows = rowsLike(client, "same-");
        assertThat(rows).hasSize(50).allSatisfy(row -> assertThat(row.version()).isEqualTo(1));
        assertThat(rows).extracting(CanonicalRow::position).doesNotHaveDuplicates();
    }

    @Test
    void answersTheStoredOutcome_whenThePushIsRepeatedAfterBothGatewaysWereKilled() throws Exception {
        // Given
        PlainClient client = client("phone-2");
        byte[] body = client.body(List.of(PlainClient.creation("again", "title", 1, 0)));
        PushAnswer first = client.send(client.push(stack.gatewayUrls().get(0), body));
        // When
        stack.parts().stream()
                .map(PartStatus::name)
                .filter(name -> name.startsWith("sync-gateway"))
                .forEach(stack::kill);
        stack.awaitHealthy(Duration.ofMinutes(2));
        PushAnswer second = client.send(client.push(stack.gatewayUrls().get(1), body));
        // Then
        assertThat(outcomes(second)).isEqualTo(outcomes(first));
        assertThat(second.results()).allSatisfy(result -> assertThat(result.verdict())
                .isInstanceOfSatisfying(
                        Verdict.Final.class, said -> assertThat(said.replayed()).isTrue()));
        assertThat(rowsLike(client, "again")).hasSize(1);
    }

    private static PlainClient client(String device) {
        return new PlainClient(stack.tokens().issue("demo", "alice", Duration.ofHours(1)), SCOPE, device);
    }

    private static List<CanonicalRow> rowsLike(PlainClient client, String prefix) throws Exception {
        return client.rows(stack.gatewayUrl()).stream()
                .filter(row -> row.entity().id().startsWith(prefix))
                .toList();
    }

    private static List<Outcome> outcomes(PushAnswer answer) {
        List<Outcome> outcomes = new ArrayList<>();
        for (OperationResult result : answer.results()) {
            if (result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
                outcomes.add(outcome);
            } else {
                throw new AssertionError("not final: " + result.verdict());
            }
        }
        return outcomes;
    }
}
