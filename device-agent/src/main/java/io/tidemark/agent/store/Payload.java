package io.tidemark.agent.store;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import java.nio.charset.StandardCharsets;

/**
 * An operation with its text, as it is queued: made once, and never again (AG-4).
 *
 * @param text canonical JSON
 * @param fingerprint of the text
 * @param bytes of the text in UTF-8
 */
public record Payload(Operation operation, String text, String fingerprint, int bytes) {
    public static Payload of(Operation operation) {
        return asItWas(operation, CanonicalJson.write(OperationCodec.payload(operation)));
    }

    /** One that was made earlier, perhaps by another version of this library. */
    static Payload asItWas(Operation operation, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Payload(operation, text, ContentHash.of(bytes).text(), bytes.length);
    }

    String kind() {
        return switch (operation) {
            case Operation.Upsert ignored -> "upsert";
            case Operation.Delete ignored -> "delete";
        };
    }
}
