package io.tidemark.agent.store;

import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of the queue on its way out.
 *
 * @param sends how often it has been sent before
 */
record PrefixEntry(long ordinal, Slot slot, String payload, long bytes, int sends) {

    /** A row of {@link QueueSql#UNDECIDED_PREFIX}. */
    static PrefixEntry read(ResultSet row) throws SQLException {
        OperationId id = OperationId.parse(row.getString(2))
                .orElseThrow(() -> new StoreFailure("the queue holds an id that is none", null));
        Slot slot = new Slot(id, row.getLong(5), row.getLong(6), row.getInt(8), Optional.empty());
        return new PrefixEntry(row.getLong(1), slot, row.getString(3), row.getLong(4), row.getInt(7));
    }

    /** As many of the first as fit; the first one always does. */
    static List<PrefixEntry> fitting(List<PrefixEntry> entries, long mostBytes) {
        List<PrefixEntry> fitting = new ArrayList<>();
        long bytes = 0;
        for (PrefixEntry entry : entries) {
            bytes += entry.bytes();
            if (!fitting.isEmpty() && bytes > mostBytes) {
                break;
            }
            fitting.add(entry);
        }
        return fitting;
    }

    /** The payload as it was frozen, in today's envelope. */
    Json wire() {
        Link link = new Link(slot.sequence(), slot.previous());
        return OperationCodec.write(
                Stored.object(payload), new Envelope(Optional.of(link), sends + 1, Optional.empty()));
    }
}
