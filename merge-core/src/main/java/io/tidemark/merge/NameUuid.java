package io.tidemark.merge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs of version 5 (RFC 9562, section 5.5), in a name space of conflict copies. */
final class NameUuid {
    private static final UUID CONFLICT_COPIES = UUID.fromString("7d2c9c3e-5b0a-5f64-9f0e-6a4f1a1b7c55");
    private static final long VERSION_5 = 0x5000L;
    private static final long VARIANT = 0x8000000000000000L;

    private NameUuid() {}

    static UUID of(String name) {
        ByteBuffer digest = ByteBuffer.wrap(sha1(name));
        long high = (digest.getLong() & ~0xf000L) | VERSION_5;
        long low = (digest.getLong() & 0x3fffffffffffffffL) | VARIANT;
        return new UUID(high, low);
    }

    private static byte[] sha1(String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            ByteBuffer space = ByteBuffer.allocate(2 * Long.BYTES);
            space.putLong(CONFLICT_COPIES.getMostSignificantBits());
            space.putLong(CONFLICT_COPIES.getLeastSignificantBits());
            sha1.update(space.array());
            return sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
