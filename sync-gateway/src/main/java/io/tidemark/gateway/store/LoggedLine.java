package io.tidemark.gateway.store;

import io.tidemark.protocol.explain.LogLine;
import io.tidemark.protocol.operation.Fingerprint;
import java.util.Comparator;

/**
 * A line of the operation log, with what tells it from others.
 *
 * @param sequence in the device's chain; 0 for a single-entity request
 */
public record LoggedLine(LogLine line, Fingerprint fingerprint, long sequence) {
    /**
     * Lines of one commit have the same time: there the version decides, then that the one which made it came before
     * those that left it, and then the device's own order.
     */
    public static final Comparator<LoggedLine> NEWEST_FIRST = Comparator.comparing(
                    (LoggedLine each) -> each.line().decidedAt())
            .thenComparingLong(each -> each.line().outcome().version().orElse(0))
            .thenComparing(each -> !each.line().changedTheRow())
            .thenComparingLong(LoggedLine::sequence)
            .reversed();
}
