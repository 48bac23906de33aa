package io.tidemark.agent.vault;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Where the platform keeps the keys: a key store, a hardware module, a password. Asked once for each key while the agent
 * is open, by any thread; it never leaves this process.
 */
public interface KeyProvider {
    /** The id of the key that new values are encrypted under: 1 to 64 characters of {@code A-Z a-z 0-9 _ -}. */
    String currentKey();

    /**
     * A key for AES, of 128, 192 or 256 bits. Earlier ones are needed until nothing is left under them.
     *
     * @return empty if there is no key of that id
     */
    Optional<SecretKey> key(String id);
}
