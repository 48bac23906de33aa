package io.tidemark.protocol.operation;

import java.util.Optional;

/**
 * What may differ from one send to the next.
 *
 * @param link empty for single-entity requests, which have no device chain
 * @param attempt how often the device has sent the operation, this time included; at least 1
 * @param traceparent W3C Trace Context, made when the edit was saved
 */
public record Envelope(Optional<Link> link, int attempt, Optional<String> traceparent) {
    public static Envelope of(Link link) {
        return new Envelope(Optional.of(link), 1, Optional.empty());
    }
}
