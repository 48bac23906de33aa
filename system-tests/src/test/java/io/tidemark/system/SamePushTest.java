package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.server.OperationLog;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.PartStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** G2, through real processes: two gateways and two merge services. */
class SamePushTest {
    /** For each answer and each part of its body: a body that stops half way must not stop the test. */
    private static final int PATIENCE_MS = 10_000;

    private static final String TENANT = "demo";
    private static final String SUBJECT = "alice";
    private static final String SCOPE = "notes:alice";

    @RegisterExtension
    static final SharedStack SHARED = new SharedStack();

    private static LocalStack stack;

    @BeforeAll
    static void grant() {
        stack = SHARED.get();
        stack.grant(TENANT, SCOPE, SUBJECT);
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

    @Test
    void hasOneEffectAndOneOutcomeEach_whenAMergeServiceIsKilledWhileSixSendTheSameChains() throws Exception {
        // Given
        List<RepeatedChain> chains = IntStream.rangeClosed(1, 4)
                .mapToObj(lane -> RepeatedChain.ofIncrements(50, "notes:lane-" + lane, "tablet-" + lane))
                .toList();
        chains.forEach(chain -> stack.grant(TENANT, chain.scope(), SUBJECT));
        Map<String, Double> before = mergedByService();
        // When
        Map<OperationId, List<Outcome>> told = RepeatedChain.sendAll(chains, 6, stack.gatewayUrls(), token(), goOn -> {
            String busiest = busiestSince(before);
            goOn.run();
            stack.kill(busiest);
        });
        // Then
        List<OperationLog.Entry> log = new ArrayList<>(
                OperationLog.read(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD, TENANT));
        log.removeIf(entry -> entry.scope().equals(SCOPE));
        assertThat(log)
                .extracting(OperationLog.Entry::operation)
                .hasSize(200)
                .containsExactlyInAnyOrderElementsOf(told.keySet());
        assertThat(log)
                .allSatisfy(entry ->
                        assertThat(told.get(entry.operation())).hasSize(6).containsOnly(entry.outcome()));
        for (RepeatedChain chain : chains) {
            List<CanonicalRow> rows = new PlainClient(token(), chain.scope(), "reader").rows(stack.gatewayUrl());
            assertThat(rows).singleElement().isInstanceOfSatisfying(CanonicalRow.Live.class, row -> {
                assertThat(row.fields()).isEqualTo(Map.of("count", Json.of(50)));
                assertThat(row.version()).isEqualTo(50);
            });
        }
        stack.awaitHealthy(Duration.ofMinutes(2));
        assertThat(stack.parts())
                .filteredOn(part -> part.name().startsWith("merge-service"))
                .extracting(PartStatus::starts)
                .containsExactlyInAnyOrder(1, 2);
    }

    /** The merge service that has most of the lanes under way. */
    private static String busiestSince(Map<String, Double> before) {
        Map<String, Double> since = new TreeMap<>();
        mergedByService().forEach((name, merged) -> since.put(name, merged - before.getOrDefault(name, 0.0)));
        return Collections.max(since.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private static Map<String, Double> mergedByService() {
        Iterator<URI> urls = stack.mergeServiceUrls().iterator();
        Map<String, Double> merged = new TreeMap<>();
        stack.parts().stream()
                .map(PartStatus::name)
                .filter(name -> name.startsWith("merge-service"))
                .forEach(name -> merged.put(name, merged(urls.next())));
        return merged;
    }

    /** Operations that it has decided since it started. */
    private static double merged(URI service) {
        try {
            URLConnection metrics = service.resolve("/q/metrics").toURL().openConnection();
            metrics.setConnectTimeout(PATIENCE_MS);
            metrics.setReadTimeout(PATIENCE_MS);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(metrics.getInputStream(), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> line.startsWith("tidemark_merge_operations_total"))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlainClient client(String device) {
        return new PlainClient(token(), SCOPE, device);
    }

    private static String token() {
        return stack.tokens().issue(TENANT, SUBJECT, Duration.ofHours(1));
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
