package io.tidemark.mergeservice.store;

import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.Logged;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.outcome.FateCodec;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The outcome in a line of {@code operation_log}. */
final class LogColumns {
    private LogColumns() {}

    static Logged read(ResultSet line) throws SQLException {
        String slug = line.getString("status");
        Status status = Status.parse(slug)
                .orElseThrow(() -> new IllegalStateException("the operation log holds the status " + slug));
        Outcome outcome = new Outcome(
                status,
                // Of a newer version of this service: the outcome stands, only its reason cannot be told.
                Optional.ofNullable(line.getString("reason")).flatMap(Reason::parse),
                number(line, "version"),
                number(line, "position"),
                copies(line));
        return new Logged(new Fingerprint(new ContentHash(line.getString("fingerprint"))), outcome);
    }

    private static OptionalLong number(ResultSet line, String column) throws SQLException {
        long value = line.getLong(column);
        return line.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static List<EntityKey> copies(ResultSet line) throws SQLException {
        String type = line.getString("type");
        List<EntityKey> copies = new ArrayList<>();
        for (String id : (String[]) line.getArray("conflict_copies").getArray()) {
            copies.add(new EntityKey(type, id));
        }
        return copies;
    }

    /** None where the outcome says all: that is most of them, and their lines stay small. */
    static @Nullable String writeFates(LogEntry entry) {
        return entry.isPlain() ? null : CanonicalJson.write(FateCodec.write(entry.fates()));
    }

    /** The text form of an array: a column of arrays has no other, as {@code unnest} takes them all apart. */
    static String writeCopies(List<EntityKey> copies) {
        StringBuilder literal = new StringBuilder("{");
        for (EntityKey copy : copies) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            literal.append('"')
                    .append(copy.id().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return literal.append('}').toString();
    }
}
