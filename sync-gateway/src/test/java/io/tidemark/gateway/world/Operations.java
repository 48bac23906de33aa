package io.tidemark.gateway.world;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.OperationCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Operations as clients send them: a sound one, of which each test changes what it is about. */
public final class Operations {
    public static final String DEVICE = "d-7f3a";

    private final TreeMap<String, Json> members = new TreeMap<>();

    private Operations() {}

    public static Operations anOperation() {
        return new Operations()
                .with("operationId", Json.of(UUID.randomUUID().toString()))
                .with("kind", Json.of("upsert"))
                .with("type", Json.of("note"))
                .with("entity", Json.of("shopping"))
                .with("fields", Json.Obj.of(Map.of("title", Json.of("Milk"))))
                .with("seen", Json.NULL)
                .at(1);
    }

    public Operations with(String member, Json value) {
        members.put(member, value);
        return this;
    }

    public Operations without(String member) {
        members.remove(member);
        return this;
    }

    public Operations at(long sequence) {
        return with("sequence", Json.of(sequence)).with("previous", Json.of(sequence - 1));
    }

    public Json.Obj json() {
        return new Json.Obj(members);
    }

    public UUID id() {
        Json id = members.get("operationId");
        if (id instanceof Json.Str(String text)) {
            return UUID.fromString(text);
        }
        throw new IllegalStateException("this operation has no id");
    }

    public String fingerprint() {
        return Fingerprint.of(OperationCodec.payloadOf(json())).toString();
    }

    public static String batch(Operations... operations) {
        return batch(DEVICE, operations);
    }

    public static String batch(String device, Operations... operations) {
        List<Json> all = Arrays.stream(operations).<Json>map(Operations::json).toList();
        return CanonicalJson.write(Json.Obj.of(Map.of("device", Json.of(device), "operations", new Json.Arr(all))));
    }
}
