package io.tidemark.merge.batch;

import io.tidemark.merge.EntityState;
import io.tidemark.protocol.outcome.OperationResult;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the transaction writes and what is published after it.
 *
 * @param rows each changed entity once, at its new position
 * @param log one line for each operation that was decided now
 * @param marks the device marks that moved
 * @param spans for each scope of the batch, the head before and after
 * @param results one for each arrival, in their order
 */
public record Plan(
        Map<RowKey, EntityState> rows,
        List<LogEntry> log,
        Map<DeviceKey, Long> marks,
        SortedMap<ScopeKey, Span> spans,
        List<OperationResult> results) {}
