package io.tidemark.gateway.seal;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Base64;

/** The key of the cursors, read once at start. A gateway that made one up would refuse the cursors of the others. */
@Singleton
final class SealKey {
    private static final String WANTED =
            "it is the key of the cursors, at least " + Seal.LEAST_KEY_BYTES + " random bytes in base64";

    @Produces
    @Singleton
    @Startup
    Seal seal(CursorSettings settings) {
        return seal(settings.key()
                .orElseThrow(() -> new IllegalStateException("tidemark.cursor.key is not set: " + WANTED)));
    }

    static Seal seal(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("tidemark.cursor.key is not base64: " + WANTED, e);
        }
        if (key.length < Seal.LEAST_KEY_BYTES) {
            throw new IllegalStateException("tidemark.cursor.key is too short: " + WANTED);
        }
        return new Seal(key);
    }
}
