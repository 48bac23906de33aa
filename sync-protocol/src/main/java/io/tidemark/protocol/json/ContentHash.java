package io.tidemark.protocol.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * SHA-256 of a value's canonical form (RFC 8785), written in base64url without padding.
 *
 * @param text 43 characters
 */
public record ContentHash(String text) {
    private static final int LENGTH = 43;

    public ContentHash {
        if (text.length() != LENGTH || !text.chars().allMatch(ContentHash::isBase64Url)) {
            throw new IllegalArgumentException("a content hash is 43 characters of base64url");
        }
    }

    public static ContentHash of(Json value) {
        return of(CanonicalJson.bytes(value));
    }

    /** The hash of bytes that already are a canonical form. */
    public static ContentHash of(byte[] canonical) {
        return new ContentHash(Base64.getUrlEncoder().withoutPadding().encodeToString(sha256().digest(canonical)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static boolean isBase64Url(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
