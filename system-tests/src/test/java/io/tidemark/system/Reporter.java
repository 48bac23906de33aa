package io.tidemark.system;

import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.stack.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A subject's device that writes reports in one scope, tries operations, and asks why a report is what it is. */
final class Reporter {
    private static final String TYPE = "report";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final HttpClient http;
    private final URI gateway;
    private final String token;
    private final String scope;
    private final String device;
    private long sequence;

    private Reporter(HttpClient http, LocalStack stack, String tenant, String scope, String subject, String device) {
        this.http = http;
        this.gateway = stack.gatewayUrl();
        this.token = stack.tokens().issue(tenant, subject, Duration.ofHours(1));
        this.scope = scope;
        this.device = device;
    }

    /** Makes the subject a member. */
    static Reporter member(
            HttpClient http, LocalStack stack, String tenant, String scope, String subject, String device) {
        stack.grant(tenant, scope, subject);
        return new Reporter(http, stack, tenant, scope, subject, device);
    }

    String token() {
        return token;
    }

    /** @param content the members of its payload, beside those that every operation has */
    static Json.Obj operation(String entity, String kind, Map<String, Json> content) {
        TreeMap<String, Json> payload = new TreeMap<>(content);
        payload.put("operationId", Json.of(UUID.randomUUID().toString()));
        payload.put("kind", Json.of(kind));
        payload.put("type", Json.of(TYPE));
        payload.put("entity", Json.of(entity));
        return new Json.Obj(payload);
    }

    static OperationId id(Json.Obj operation) {
        if (operation.members().get("operationId") instanceof Json.Str(String id)) {
            return OperationId.parse(id).orElseThrow();
        }
        throw new AssertionError("an operation has an id");
    }

    List<Outcome> push(Json.Obj... operations) throws Exception {
        List<Json> linked = new ArrayList<>();
        for (Json.Obj operation : operations) {
            TreeMap<String, Json> members = new TreeMap<>(operation.members());
            members.put("previous", Json.of(sequence));
            sequence++;
            members.put("sequence", Json.of(sequence));
            linked.add(new Json.Obj(members));
        }
        Json answer =
                answer("/operations", Optional.of(CanonicalJson.bytes(new Push(device, linked).write())), "wait=10");
        List<Outcome> outcomes = new ArrayList<>();
        PushAnswer.read(answer).results().forEach(result -> outcomes.add(outcome(result.verdict())));
        return outcomes;
    }

    static Outcome outcome(Verdict verdict) {
        if (verdict instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
            return outcome;
        }
        throw new AssertionError("not final: " + verdict);
    }

    DryRun tries(String entity, Json.Obj operation) throws Exception {
        return DryRun.read(answer(
                path(entity) + "/dry-run?device=" + device, Optional.of(CanonicalJson.bytes(operation)), "wait=0"));
    }

    Explanation explanation(String entity) throws Exception {
        return Explanation.read(answer(path(entity) + "/explanation?limit=100", Optional.empty(), "wait=0"));
    }

    private static String path(String entity) {
        return "/entities/" + TYPE + "/" + entity;
    }

    private Json answer(String path, Optional<byte[]> body, String prefer) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve("/v1/scopes/" + scope + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Prefer", prefer);
        body.ifPresent(bytes ->
                request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    "status " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return JsonReader.read(answer.body());
    }
}
