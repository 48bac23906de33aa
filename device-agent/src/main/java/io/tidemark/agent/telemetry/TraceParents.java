package io.tidemark.agent.telemetry;

import io.tidemark.protocol.operation.OperationId;
import java.util.HexFormat;

/**
 * The trace of each operation (W3C Trace Context, version 00). It is made with the operation's id at {@code save}, and
 * of it: so it is kept wherever the operation is, is the same at each send, and whoever knows one knows the other.
 *
 * @param sampled the part of operations whose way the servers write down, from 0 to 1
 */
public record TraceParents(double sampled) {
    /** One in a hundred. */
    public static final TraceParents USUAL = new TraceParents(0.01);

    /** Those that W3C Trace Context, level 2, wants to be random; in a UUID of version 7 they are. */
    private static final long RANDOM = (1L << 56) - 1;

    public TraceParents {
        if (!(sampled >= 0 && sampled <= 1)) {
            throw new IllegalArgumentException("the sampled part lies between 0 and 1");
        }
    }

    public String of(OperationId operation) {
        HexFormat hex = HexFormat.of();
        long high = operation.uuid().getMostSignificantBits();
        long low = operation.uuid().getLeastSignificantBits();
        // No part of it may be all zeros.
        String span = hex.toHexDigits(low == 0 ? 1 : low);
        return "00-" + hex.toHexDigits(high) + span + "-" + span + (isSampled(low) ? "-01" : "-00");
    }

    /** As OpenTelemetry's consistent sampling does it, so that a sampler on the way comes to the same. */
    private boolean isSampled(long low) {
        return (double) (low & RANDOM) >= (1 - sampled) * (double) (RANDOM + 1);
    }
}
