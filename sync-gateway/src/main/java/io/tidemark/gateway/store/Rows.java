package io.tidemark.gateway.store;

import io.tidemark.gateway.row.StoredRow;
import io.tidemark.protocol.admission.LogView;
import io.tidemark.protocol.admission.LoggedOperation;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From result rows to values. Columns of an outer join that found nothing are null. */
final class Rows {
    private Rows() {}

    static LogView logView(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        Map<OperationId, LoggedOperation> known = new HashMap<>();
        for (Row row : rows) {
            UUID id = row.getUUID("operation_id");
            if (id != null) {
                known.put(new OperationId(id), logged(row));
            }
        }
        return new LogView(first.getString("epoch"), first.getLong("mark"), first.getLong("log_floor"), known);
    }

    static EntityView entityView(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return new EntityView(row.getString("epoch"), storedRow(row));
    }

    static FeedView feedView(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        List<StoredRow> found = new ArrayList<>(rows.size());
        for (Row row : rows) {
            storedRow(row).ifPresent(found::add);
        }
        return new FeedView(
                first.getString("epoch"),
                first.getLong("head"),
                first.getLong("floor"),
                optional(first.getLong("mark")),
                first.getLong("rows_ahead"),
                found,
                first.getBoolean("doubted"));
    }

    static CopiesView copiesView(CopyRange range, RowSet<Row> rows) {
        List<StoredRow> copies = new ArrayList<>(rows.size());
        Row last = rows.iterator().next();
        String epoch = last.getString("epoch");
        for (Row row : rows) {
            storedRow(row).ifPresent(copies::add);
            last = row;
        }
        Optional<CopyRange> rest = last.getLong("found") > copies.size()
                ? Optional.of(range.after(last.getString("type"), last.getString("conflict_of"), last.getString("id")))
                : Optional.empty();
        return new CopiesView(epoch, copies, rest);
    }

    private static LoggedOperation logged(Row row) {
        String status = row.getString("status");
        String type = row.getString("type");
        List<EntityKey> copies = type == null
                ? List.of()
                : Arrays.stream(row.getArrayOfStrings("conflict_copies"))
                        .map(id -> new EntityKey(type, id))
                        .toList();
        Outcome outcome = new Outcome(
                Status.parse(status).orElseThrow(() -> new IllegalStateException("a status that nobody wrote")),
                Optional.ofNullable(row.getString("reason")).flatMap(Reason::parse),
                optional(row.getLong("version")),
                optional(row.getLong("position")),
                copies);
        return new LoggedOperation(new Fingerprint(new ContentHash(row.getString("fingerprint"))), outcome);
    }

    private static Optional<StoredRow> storedRow(Row row) {
        String id = row.getString("id");
        return id == null
                ? Optional.empty()
                : Optional.of(new StoredRow(
                        new EntityKey(row.getString("type"), id),
                        row.getLong("version"),
                        row.getLong("incarnation"),
                        row.getLong("position"),
                        row.getBoolean("deleted"),
                        row.getString("fields"),
                        Optional.ofNullable(row.getString("conflict"))));
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
