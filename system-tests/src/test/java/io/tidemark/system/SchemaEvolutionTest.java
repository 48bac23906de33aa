package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One notebook, an old app and a new one, and a server that is upgraded under them: in the wrong order, the gateway
 * before the merge service, so that everything that may have to wait does.
 */
class SchemaEvolutionTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String SCOPE = "notes:shared";
    private static final String OLD = """
            types:
              note:
                fields:
                  title: { type: string }
                  content: { type: string }
                  color: { type: string }
            """;
    private static final String NEW = """
            types:
              note:
                schema: 2
                fields:
                  title: { type: string }
                  body: { type: string, renamed: [{ from: content, in: 2 }] }
                  priority: { type: integer, since: 2, default: 0 }
                removed:
                  color: { type: string, in: 2, default: none }
            """;

    @TempDir
    private Path folder;

    @Test
    void losesNothingAndGoesOn_whenTheServerIsUpgradedBetweenAnOldAppAndANewOne() throws Exception {
        Path declaration = Files.writeString(folder.resolve("entity-types.yaml"), OLD);
        try (LocalStack stack = LocalStack.builder().entityTypes(declaration).start()) {
            stack.grant("demo", SCOPE, "ada");
            stack.grant("demo", SCOPE, "ben");
            try (TidemarkAgent old = app(stack, "ada", OLD);
                    TidemarkAgent ahead = app(stack, "ben", NEW)) {
                SyncedScope ada = old.scope(SCOPE);
                SyncedScope ben = ahead.scope(SCOPE);

                // Given an old note, and a new app that is ahead of the server: it shows the note in its own words
                ada.save("note", "n", fields("title", "a", "content", "b", "color", "red"));
                assertThat(ada.awaitSynced(LONG)).isTrue();
                Push first = creation("m", fields("title", "m", "content", "old"));
                Outcome firstOutcome = sent(stack, first);
                awaitShown(ben, "n", Map.of("title", Json.of("a"), "body", Json.of("b"), "priority", Json.of(0)));

                // When it edits, its operation is deferred, and waits
                OperationId waiting =
                        ben.save("note", "n", fields("body", "c", "title", "a")).orElseThrow();
                await().atMost(LONG).until(() -> ben.syncStatus().waiting() == WaitReason.SCHEMA_TOO_NEW);
                assertThat(ben.deadLetters()).isEmpty();

                // When the gateway alone is upgraded, the lane waits for the merge service
                Files.writeString(declaration, NEW);
                stack.kill("sync-gateway");
                await().atMost(LONG).until(() -> readiness(stack).contains("schema note:2"));
                assertThat(ben.awaitSynced(waiting, Duration.ZERO)).isEqualTo(Whereabouts.QUEUED);

                // When the merge service is upgraded, too, it goes through; and each app has it in its own words
                stack.kill("merge-service");
                assertThat(ben.awaitSynced(waiting, LONG)).isEqualTo(Whereabouts.RETIRED);
                assertThat(ben.syncStatus().lastOutcome().map(Outcome::status)).contains(Status.APPLIED);
                awaitShown(ada, "n", Map.of("title", Json.of("a"), "content", Json.of("c"), "color", Json.of("red")));
                awaitShown(ben, "n", Map.of("title", Json.of("a"), "body", Json.of("c"), "priority", Json.of(0)));

                // What was sent before the upgrade is the same operation after it
                assertThat(sent(stack, first)).isEqualTo(firstOutcome);

                // The old app edits on; what it writes to the removed field is left out, and said
                OperationId thinned = ada.save("note", "n", fields("content", "d", "color", "blue"))
                        .orElseThrow();
                assertThat(ada.awaitSynced(thinned, LONG)).isEqualTo(Whereabouts.RETIRED);
                assertThat(ada.syncStatus().lastOutcome().flatMap(Outcome::reason))
                        .contains(Reason.FIELD_REMOVED);
                awaitShown(ada, "n", Map.of("title", Json.of("a"), "content", Json.of("d"), "color", Json.of("red")));
                awaitShown(ben, "n", Map.of("title", Json.of("a"), "body", Json.of("d"), "priority", Json.of(0)));

                // The old app deletes what a newer one has written more of than it can know: the note stays
                ben.save("note", "n", fields("priority", 5));
                assertThat(ben.awaitSynced(LONG)).isTrue();
                ada.delete("note", "n");
                assertThat(ada.awaitSynced(LONG)).isTrue();
                assertThat(ada.syncStatus().lastOutcome().flatMap(Outcome::reason))
                        .contains(Reason.DELETE_SUPERSEDED);
                awaitShown(ada, "n", Map.of("title", Json.of("a"), "content", Json.of("d"), "color", Json.of("red")));
                assertThat(ada.conflictCopies()).isEmpty();
                assertThat(ben.conflictCopies()).isEmpty();
            }

            // When the old app is upgraded, it has what was left out for it, though nothing moved since
            try (TidemarkAgent upgraded = app(stack, "ada", NEW)) {
                SyncedScope ada = upgraded.scope(SCOPE);
                awaitShown(ada, "n", Map.of("title", Json.of("a"), "body", Json.of("d"), "priority", Json.of(5)));
                ada.delete("note", "n");
                assertThat(ada.awaitSynced(LONG)).isTrue();
                assertThat(ada.get("note", "n")).isEmpty();
            }
        }
    }

    private TidemarkAgent app(LocalStack stack, String person, String declaration) {
        String token = stack.tokens().issue("demo", person, Duration.ofHours(1));
        return TidemarkAgent.open(AgentConfig.builder()
                .database(folder.resolve(person + ".db"))
                .entityTypes(EntityTypesFile.parse("app.yaml", declaration))
                .scope(SCOPE)
                .gateway(stack.gatewayUrl())
                .tokens(() -> token)
                .pollEvery(Duration.ofMillis(200))
                .backOff(Duration.ofMillis(50), Duration.ofMillis(300))
                .build());
    }

    private static void awaitShown(SyncedScope app, String id, Map<String, Json> fields) {
        await().atMost(LONG).untilAsserted(() -> assertThat(app.get("note", id).map(VisibleRow::fields))
                .isEqualTo(Optional.of(new TreeMap<>(fields))));
    }

    private static Map<String, Json> fields(String... namesAndValues) {
        TreeMap<String, Json> fields = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], Json.of(namesAndValues[i + 1]));
        }
        return fields;
    }

    private static Map<String, Json> fields(String name, long value) {
        return Map.of(name, Json.of(value));
    }

    private static Push creation(String id, Map<String, Json> fields) {
        Operation operation = new Operation.Upsert(
                new OperationId(UUID.randomUUID()),
                new EntityKey("note", id),
                1,
                new TreeMap<>(fields),
                new Basis.Nothing(),
                new Precondition.None());
        return new Push(
                "plain-device",
                List.of(OperationCodec.write(OperationCodec.payload(operation), Envelope.of(new Link(1, 0)))));
    }

    /** As any client that knows no newer version. */
    private static Outcome sent(LocalStack stack, Push push) {
        String token = stack.tokens().issue("demo", "ada", Duration.ofHours(1));
        HttpTransport transport =
                new HttpTransport(stack.gatewayUrl(), () -> token, LONG, EntityTypesFile.parse("app.yaml", OLD));
        return await().atMost(LONG)
                .until(() -> outcome(transport.push(SCOPE, push)), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Outcome> outcome(PushReply reply) {
        return reply instanceof PushReply.Answered(var answer)
                        && answer.results().getFirst().verdict()
                                instanceof Verdict.Final(Outcome outcome, boolean ignored)
                ? Optional.of(outcome)
                : Optional.empty();
    }

    private static String readiness(LocalStack stack) throws InterruptedException {
        URI ready = stack.mergeServiceUrls().getFirst().resolve("/q/health/ready");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notThere) {
            return "";
        }
    }
}
