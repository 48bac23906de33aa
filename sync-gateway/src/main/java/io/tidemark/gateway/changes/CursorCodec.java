package io.tidemark.gateway.changes;

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

/** {@code v1.<payload>.<HMAC-SHA256>}, both in base64url: opaque to clients, and not of their making. */
final class CursorCodec {
    static final int LEAST_KEY_BYTES = 32;

    private static final String VERSION = "v1";
    private static final String ALGORITHM = "HmacSHA256";
    /**
     * Tenant and scope have up to 256 characters each, of three bytes at most (four for two of them, two for an escaped
     * one): with the epoch, two positions and a hash 1,687 bytes, and 4/3 of that in base64, beside version and signature.
     */
    private static final int MAX_LENGTH = 4096;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final SecretKeySpec key;

    /** @param key at least {@link #LEAST_KEY_BYTES} bytes */
    CursorCodec(byte[] key) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("a cursor key has at least " + LEAST_KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String write(Cursor cursor) {
        Json payload = new Json.Arr(List.of(
                Json.of(cursor.epoch()),
                Json.of(cursor.tenant()),
                Json.of(cursor.scope()),
                Json.of(cursor.position()),
                Json.of(cursor.start()),
                Json.of(cursor.forms())));
        String signed = VERSION + "." + ENCODER.encodeToString(CanonicalJson.bytes(payload));
        return signed + "." + ENCODER.encodeToString(mac(signed));
    }

    /** Empty if this key did not sign it. */
    Optional<Cursor> read(String text) {
        int end = text.lastIndexOf('.');
        if (text.length() > MAX_LENGTH || end < 0 || !text.startsWith(VERSION + ".")) {
            return Optional.empty();
        }
        try {
            String signed = text.substring(0, end);
            byte[] claimed = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(ENCODER.encode(mac(signed)), claimed)) {
                return Optional.empty();
            }
            return payload(DECODER.decode(signed.substring(VERSION.length() + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<Cursor> payload(byte[] utf8) {
        try {
            return JsonReader.read(utf8) instanceof Json.Arr(List<Json> items)
                            && items.size() == 6
                            && items.get(0) instanceof Json.Str(String epoch)
                            && items.get(1) instanceof Json.Str(String tenant)
                            && items.get(2) instanceof Json.Str(String scope)
                            && items.get(3) instanceof Json.Num position
                            && items.get(4) instanceof Json.Num start
                            && items.get(5) instanceof Json.Str(String forms)
                    ? Optional.of(new Cursor(epoch, tenant, scope, position.asLong(), start.asLong(), forms))
                    : Optional.empty();
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
