package io.tidemark.agent.store;

import io.tidemark.protocol.operation.TransactionPart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How much of a queue goes into one push. */
public final class Prefix {
    /**
     * Looking at so many entries more than may go shows where a transaction ends that begins among them.
     */
    public static final int LOOK_AHEAD = TransactionPart.MAX_SIZE;

    private Prefix() {}

    /**
     * An operation without outcome.
     *
     * @param transaction whose operations stand one behind the other; null for one that stands alone
     */
    public record Entry(long ordinal, long bytes, @Nullable String transaction) {
        /** A row of {@link QueueSql#UNDECIDED_PREFIX}. */
        static Entry read(ResultSet row) throws SQLException {
            return new Entry(row.getLong(1), row.getLong(2), row.getString(3));
        }

        boolean isTogetherWith(Entry next) {
            return transaction != null && Objects.equals(transaction, next.transaction);
        }
    }

    /**
     * As many of the first as fit, the first one or the first transaction in any case; a transaction goes whole.
     *
     * @param entries the first {@code most} of the queue, and {@link #LOOK_AHEAD} more if there are
     * @return the last ordinal that goes; empty if there is none
     */
    public static OptionalLong end(List<Entry> entries, int most, long mostBytes) {
        OptionalLong end = OptionalLong.empty();
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            bytes += entry.bytes();
            if (end.isPresent() && (i >= most || bytes > mostBytes)) {
                break;
            }
            boolean unitEnds = i + 1 == entries.size() || !entry.isTogetherWith(entries.get(i + 1));
            if (unitEnds) {
                end = OptionalLong.of(entry.ordinal());
            }
        }
        return end;
    }
}
