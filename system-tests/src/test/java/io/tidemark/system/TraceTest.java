package io.tidemark.system;

import static io.tidemark.system.Reporter.id;
import static io.tidemark.system.Reporter.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One trace, from the edit to the row: in the logs and the spans of both services, and in the explanation. */
class TraceTest {
    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private static final Duration LONG = Duration.ofSeconds(40);

    private final String scope = "reports:" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @Test
    void sampledEditIsSeenAllTheWay_whenAnAgentSavesIt() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                TidemarkAgent agent = agent()) {
            // Given
            Reporter alice = Reporter.member(http, STACK.get(), "demo", scope, "alice", "desk");
            SyncedScope reports = agent.scope(scope);

            // When
            OperationId edit = reports.save("report", "r", Map.of("title", Json.of("a secret of mine")))
                    .orElseThrow();
            assertThat(reports.awaitSynced(edit, LONG)).isEqualTo(Whereabouts.RETIRED);

            // Then
            String trace = edit.toString().replace("-", "");
            for (String service : List.of("sync-gateway", "merge-service")) {
                await(service + " logs it").atMost(LONG).until(() -> lines(service, trace), lines -> !lines.isEmpty());
                await(service + " sends a span").atMost(LONG).until(() -> STACK.collector()
                        .hasSpan(service, trace));
                assertThat(lines(service, trace)).allMatch(line -> line.contains("operation=" + edit));
                assertThat(lines(service, "secret")).isEmpty();
            }
            Explanation explanation = alice.explanation("r");
            assertThat(explanation.operations()).singleElement().satisfies(logged -> assertThat(
                            logged.traceparent().orElseThrow())
                    .startsWith("00-" + trace + "-"));
        }
    }

    @Test
    void refusedEditIsLogged_whenItsTraceIsNotSampled() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Given
            Reporter alice = Reporter.member(http, STACK.get(), "demo", scope, "alice", "desk");
            String trace = UUID.randomUUID().toString().replace("-", "");
            TreeMap<String, Json> refused = new TreeMap<>(operation(
                            "r",
                            "upsert",
                            Map.of("fields", Json.Obj.of(Map.of("colour", Json.of("red"))), "seen", Json.NULL))
                    .members());
            refused.put("traceparent", Json.of("00-" + trace + "-b7ad6b7169203331-00"));

            // When
            Json.Obj sent = new Json.Obj(refused);
            alice.push(sent);

            // Then
            String said = "operation=" + id(sent) + " trace=" + trace + " status=rejected reason=unknown-field";
            await("the gateway logs it").atMost(LONG).until(() -> !lines("sync-gateway", said)
                    .isEmpty());
            await("the merge logs it").atMost(LONG).until(() -> !lines("merge-service", said)
                    .isEmpty());
            assertThat(STACK.collector().hasSpan("sync-gateway", trace)).isFalse();
        }
    }

    private TidemarkAgent agent() {
        String token = STACK.get().tokens().issue("demo", "alice", Duration.ofHours(1));
        return TidemarkAgent.open(AgentConfig.builder()
                .database(folder.resolve("agent.db"))
                .entityTypes(EntityTypesFile.read(SharedStack.TYPES))
                .scope(scope)
                .gateway(STACK.get().gatewayUrl())
                .tokens(() -> token)
                .traceSampling(1)
                .backOff(Duration.ofMillis(20), Duration.ofMillis(200))
                .build());
    }

    /** Of all instances of the service. */
    private static List<String> lines(String service, String text) {
        try (Stream<Path> logs = Files.list(STACK.get().dataDirectory().resolve("logs"))) {
            return logs.filter(log -> log.getFileName().toString().startsWith(service))
                    .flatMap(TraceTest::read)
                    .filter(line -> line.contains(text))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> read(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
