package io.tidemark.system;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.row.CanonicalRow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A client as docs/protocol.md lets anybody write one: no agent, no store. */
final class PlainClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String token;
    private final String scope;
    private final String device;

    PlainClient(String token, String scope, String device) {
        this.token = token;
        this.scope = scope;
        this.device = device;
    }

    static Json creation(String entity, String title, long sequence, long previous) {
        return write(entity, title, new Basis.Nothing(), new Link(sequence, previous));
    }

    static Json edit(String entity, String seen, String title, Link link) {
        return write(entity, title, saw(seen), link);
    }

    static Json deletion(String entity, String seen, Link link) {
        return linked(
                new Operation.Delete(
                        new OperationId(UUID.randomUUID()),
                        new EntityKey("note", entity),
                        1,
                        saw(seen),
                        new Precondition.None()),
                link);
    }

    private static Json write(String entity, String title, Basis basis, Link link) {
        return linked(
                new Operation.Upsert(
                        new OperationId(UUID.randomUUID()),
                        new EntityKey("note", entity),
                        1,
                        new TreeMap<>(Map.of("title", Json.of(title))),
                        basis,
                        new Precondition.None()),
                link);
    }

    private static Basis saw(String title) {
        return Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of(title))));
    }

    private static Json linked(Operation operation, Link link) {
        return OperationCodec.write(OperationCodec.payload(operation), Envelope.of(link));
    }

    byte[] body(List<Json> operations) {
        return CanonicalJson.bytes(new Push(device, operations).write());
    }

    HttpRequest push(URI gateway, byte[] body) {
        return request(gateway, "operations")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=10")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    PushAnswer send(HttpRequest push) throws Exception {
        HttpResponse<byte[]> response = http.send(push, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200 && response.statusCode() != 202) {
            throw new IOException("status " + response.statusCode());
        }
        return PushAnswer.read(JsonReader.read(response.body()));
    }

    /** All rows of the scope, from the start of the feed to its head. */
    List<CanonicalRow> rows(URI gateway) throws Exception {
        List<CanonicalRow> rows = new ArrayList<>();
        String query = "changes?limit=500";
        while (true) {
            HttpResponse<byte[]> response =
                    http.send(request(gateway, query).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
            ChangesPage page = ChangesPage.read(JsonReader.read(response.body()));
            rows.addAll(page.rows());
            if (page.checkpoint()) {
                return rows;
            }
            query = "changes?limit=500&cursor=" + page.cursor();
        }
    }

    /** One page, whatever the answer is. */
    HttpResponse<byte[]> changes(URI gateway, String cursor) throws Exception {
        return http.send(
                request(gateway, "changes?limit=500&cursor=" + cursor).GET().build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Where a reader of the whole scope, if it fits into a page, stands now. */
    String cursor(URI gateway) throws Exception {
        HttpResponse<byte[]> response =
                http.send(request(gateway, "changes?limit=500").GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        return ChangesPage.read(JsonReader.read(response.body())).cursor();
    }

    HttpClient http() {
        return http;
    }

    /** @param path below the scope */
    HttpRequest.Builder request(URI gateway, String path) {
        return HttpRequest.newBuilder(gateway.resolve("/v1/scopes/" + scope + "/" + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token);
    }
}
