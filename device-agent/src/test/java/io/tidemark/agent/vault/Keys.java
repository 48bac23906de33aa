package io.tidemark.agent.vault;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key store in memory: any id has a key, until it is lost. */
public final class Keys implements KeyProvider {
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();
    private String current;

    public Keys(String current) {
        this.current = current;
        use(current);
    }

    public void use(String id) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (id.hashCode() * 31 + i);
        }
        keys.put(id, new SecretKeySpec(key, "AES"));
        current = id;
    }

    public void lose(String id) {
        keys.remove(id);
    }

    @Override
    public String currentKey() {
        return current;
    }

    @Override
    public Optional<SecretKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
