package io.tidemark.protocol.operation;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;

/** SHA-256 of an operation's payload in canonical form: the same id with another fingerprint is another operation. */
public record Fingerprint(ContentHash hash) {
    /** @param payload without the members of the envelope */
    public static Fingerprint of(Json.Obj payload) {
        return new Fingerprint(ContentHash.of(payload));
    }

    @Override
    public String toString() {
        return hash.text();
    }
}
