package io.tidemark.agent;

import io.tidemark.protocol.operation.OperationId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** New names: operation ids are UUIDs of version 7 (RFC 9562, section 5.7), device ids are random. */
final class Identifiers {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;
    private static final long RANDOM_A = 0x0fffL;
    private static final long RANDOM_B = 0x3fffffffffffffffL;
    private static final int TIME_SHIFT = 16;

    private final InstantSource clock;
    private final RandomGenerator random;

    /** Always the system's best randomness: two devices of one seed would make the same ids. */
    Identifiers(InstantSource clock) {
        this.clock = clock;
        this.random = new SecureRandom();
    }

    /** The time in it only keeps the database's index in order; a wrong clock does no harm. */
    OperationId operation() {
        long high = (clock.millis() << TIME_SHIFT) | VERSION_7 | (random.nextLong() & RANDOM_A);
        long low = VARIANT | (random.nextLong() & RANDOM_B);
        return new OperationId(new UUID(high, low));
    }

    String device() {
        return "d-" + new UUID(random.nextLong(), random.nextLong());
    }
}
