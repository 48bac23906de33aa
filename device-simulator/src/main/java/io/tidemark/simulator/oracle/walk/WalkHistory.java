package io.tidemark.simulator.oracle.walk;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import java.util.List;
import java.util.Optional;

/**
 * All that a verdict on a walk rests on.
 *
 * @param writes every one, as its writer noted it
 * @param readers that followed the feed while it was written
 * @param server the rows that a reader finds who comes when all is over
 * @param log what the server's operation log holds of the scope
 */
public record WalkHistory(
        List<Write> writes, List<ReaderRecord> readers, List<PlacedRow> server, List<LoggedOperation> log) {
    public WalkHistory {
        writes = List.copyOf(writes);
        readers = List.copyOf(readers);
        server = List.copyOf(server);
        log = List.copyOf(log);
    }

    /**
     * A write of all the fields of an entity, or its delete.
     *
     * @param content that the entity has by it, as in {@link PlacedRow}; unique in the history but for deletes
     * @param outcome that its writer was told
     */
    public record Write(OperationId operation, EntityKey entity, String content, Outcome outcome) {}

    /**
     * What one reader met, from the start of the feed.
     *
     * @param refusals answers that were no pages and that a reader cannot wait out, such as a {@code 410}
     */
    public record ReaderRecord(String reader, List<Page> pages, List<String> refusals) {
        public ReaderRecord {
            pages = List.copyOf(pages);
            refusals = List.copyOf(refusals);
        }

        Optional<Page> last() {
            return pages.isEmpty() ? Optional.empty() : Optional.of(pages.getLast());
        }

        public long rows() {
            return pages.stream().mapToLong(page -> page.rows().size()).sum();
        }
    }

    /** A page as it came, in the words of the protocol. */
    public record Page(String epoch, long from, long to, boolean checkpoint, List<PlacedRow> rows) {
        public Page {
            rows = List.copyOf(rows);
        }
    }
}
