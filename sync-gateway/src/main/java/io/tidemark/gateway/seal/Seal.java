package io.tidemark.gateway.seal;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code <form>.<payload>.<HMAC-SHA256>}, the last two in base64url. The form is authenticated, too: what was written
 * as one thing is never read as another.
 */
public final class Seal {
    public static final int LEAST_KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    /**
     * Tenant and scope have up to 256 characters each, of three bytes at most (four for two of them, two for an escaped
     * one). A cursor adds the epoch, two positions and a hash, 1,687 bytes in all; a place among conflict copies adds a type and
     * two ids of up to 128 characters, 2,400 bytes in all. 4/3 of that in base64, beside form and signature.
     */
    private static final int MAX_LENGTH = 4096;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final SecretKeySpec key;

    /** @param key at least {@link #LEAST_KEY_BYTES} bytes */
    public Seal(byte[] key) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("a key has at least " + LEAST_KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** @param form what it is, without a dot */
    public String close(String form, List<Json> payload) {
        String signed = form + "." + ENCODER.encodeToString(CanonicalJson.bytes(new Json.Arr(payload)));
        return signed + "." + ENCODER.encodeToString(mac(signed));
    }

    /** Empty if this key did not close it, in that form. */
    public Optional<List<Json>> open(String form, String text) {
        int end = text.lastIndexOf('.');
        if (text.length() > MAX_LENGTH || end < 0 || !text.startsWith(form + ".")) {
            return Optional.empty();
        }
        try {
            String signed = text.substring(0, end);
            byte[] claimed = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.isEqual(ENCODER.encode(mac(signed)), claimed)
                    ? payload(DECODER.decode(signed.substring(form.length() + 1)))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<List<Json>> payload(byte[] utf8) {
        try {
            return JsonReader.read(utf8) instanceof Json.Arr(List<Json> items) ? Optional.of(items) : Optional.empty();
        } catch (InvalidJson e) {
            return Optional.empty();
        }
    }

    private byte[] mac(String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
