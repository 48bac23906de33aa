package io.tidemark.agent.vault;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts texts by AES-GCM (NIST SP 800-38D) with a nonce of 96 random bits and a tag of 128, each bound to the place
 * where it belongs, so that none can be moved to another: {@code sealed:<key id>:<nonce, text and tag in base64url>}.
 * A random nonce is good for some billions of texts under one key.
 */
public final class Vault {
    /** Encrypts nothing, and reads what is not encrypted. */
    public static final Vault OPEN = new Vault(Optional.empty(), Map.of());

    private static final String MARK = "sealed:";
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Optional<KeyProvider> provider;
    private final Map<String, Set<String>> fields;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    private Vault(Optional<KeyProvider> provider, Map<String, Set<String>> fields) {
        this.provider = provider;
        TreeMap<String, Set<String>> copy = new TreeMap<>();
        fields.forEach((type, names) -> copy.put(type, Collections.unmodifiableSet(new TreeSet<>(names))));
        this.fields = copy;
    }

    /** @param fields that are encrypted, by the names of their types */
    public static Vault of(KeyProvider provider, Map<String, Set<String>> fields) {
        return new Vault(Optional.of(provider), fields);
    }

    /** The encrypted fields of a type; none for most. */
    public Set<String> fields(String type) {
        return fields.getOrDefault(type, Set.of());
    }

    public Set<String> types() {
        return fields.keySet();
    }

    /** Empty if nothing is encrypted. */
    public Optional<String> currentKey() {
        return provider.map(keyStore -> checked(asked(keyStore::currentKey)));
    }

    /** @param place names it so that no other place has the same names */
    public String seal(String text, String... place) {
        String id = currentKey().orElseThrow(() -> VaultFailure.ofKey("there is no provider of keys"));
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            // The platform makes the nonce: key stores of hardware take no other.
            cipher.init(Cipher.ENCRYPT_MODE, key(id));
            cipher.updateAAD(bound(place));
            byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] nonce = cipher.getIV();
            byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return MARK + id + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw VaultFailure.ofKey("a text could not be encrypted");
        }
    }

    /** What was sealed at that place; a text that is not sealed, as it is. */
    public String open(String text, String... place) {
        if (!isSealed(text)) {
            return text;
        }
        int end = text.indexOf(':', MARK.length());
        try {
            byte[] both = Base64.getUrlDecoder().decode(text.substring(end + 1));
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key(text.substring(MARK.length(), end)),
                    new GCMParameterSpec(TAG_BITS, both, 0, NONCE_BYTES));
            cipher.updateAAD(bound(place));
            return new String(cipher.doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw VaultFailure.ofText("an encrypted text was changed, or belongs elsewhere");
        }
    }

    public static boolean isSealed(String text) {
        return text.startsWith(MARK);
    }

    private SecretKey key(String id) {
        SecretKey known = keys.get(id);
        if (known != null) {
            return known;
        }
        KeyProvider keyStore = provider.orElseThrow(() -> VaultFailure.ofKey("there is no provider of keys"));
        SecretKey key = asked(() -> keyStore.key(checked(id)))
                .orElseThrow(() -> VaultFailure.ofKey("a key of this device's encryption is missing"));
        keys.put(id, key);
        return key;
    }

    /** What the app's own code throws may say more than may be said. */
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (VaultFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw VaultFailure.ofKey(
                    "the provider of keys threw " + e.getClass().getName());
        }
    }

    private static String checked(String id) {
        if (!KEY_ID.matcher(id).matches()) {
            throw VaultFailure.ofKey("a key's id has 1 to 64 characters of A-Z a-z 0-9 _ -");
        }
        return id;
    }

    private static byte[] bound(String... place) {
        return CanonicalJson.bytes(Json.strings(List.of(place)));
    }
}
