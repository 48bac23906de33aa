package io.tidemark.gateway.store;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.StampCodec;
import io.tidemark.protocol.explain.AuthorName;
import io.tidemark.protocol.explain.LogLine;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FateCodec;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.RowCodec;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON of {@link EntityStatements}. What it holds was written by the merge: anything else is a defect. */
final class EntityRows {
    private EntityRows() {}

    static ExplanationView explanation(RowSet<Row> rows, int limit) {
        Row row = rows.iterator().next();
        try {
            List<LoggedLine> named = lines(row.getString("named"));
            List<EntityState> copies = states(row.getString("copies"));
            return new ExplanationView(
                    row.getString("epoch"),
                    state(row),
                    named.stream().limit(limit).toList(),
                    named.size() > limit,
                    lines(row.getString("writers")),
                    copies,
                    row.getLong("copies_found") > copies.size());
        } catch (InvalidJson | InvalidShape e) {
            throw unreadable(e);
        }
    }

    static DryRunView dryRun(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        try {
            String known = row.getString("known");
            return new DryRunView(
                    row.getString("epoch"),
                    state(row),
                    states(row.getString("copies")),
                    known == null ? Optional.empty() : Optional.of(line(JsonReader.read(known))),
                    Optional.ofNullable(row.getString("refusal")).flatMap(Reason::parse),
                    Optional.ofNullable(row.getLong("version_floor")).orElse(0L));
        } catch (InvalidJson | InvalidShape e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(Exception cause) {
        return new IllegalStateException("the store holds what nobody wrote", cause);
    }

    private static Optional<EntityState> state(Row row) throws InvalidJson, InvalidShape {
        String state = row.getString("state");
        return state == null ? Optional.empty() : Optional.of(state(JsonReader.read(state)));
    }

    private static List<EntityState> states(@Nullable String json) throws InvalidJson, InvalidShape {
        List<EntityState> states = new ArrayList<>();
        for (Json state : array(json)) {
            states.add(state(state));
        }
        return states;
    }

    private static EntityState state(Json json) throws InvalidShape {
        Members columns = Members.of(json, "entity");
        return new EntityState(
                new EntityKey(columns.string("type"), columns.string("id")),
                columns.integer("version", 1),
                columns.integer("incarnation", 0),
                columns.integer("position", 0),
                columns.bool("deleted"),
                new TreeMap<>(columns.object("fields").all()),
                StampCodec.read(columns.get("stamps")),
                columns.get("conflict") instanceof Json.Null
                        ? Optional.empty()
                        : Optional.of(RowCodec.readConflict(columns.get("conflict"))));
    }

    private static List<LoggedLine> lines(@Nullable String json) throws InvalidJson, InvalidShape {
        List<LoggedLine> lines = new ArrayList<>();
        for (Json line : array(json)) {
            lines.add(line(line));
        }
        lines.sort(LoggedLine.NEWEST_FIRST);
        return lines;
    }

    private static List<Json> array(@Nullable String json) throws InvalidJson {
        return json != null && JsonReader.read(json) instanceof Json.Arr(List<Json> items) ? items : List.of();
    }

    private static LoggedLine line(Json json) throws InvalidShape {
        Members columns = Members.of(json, "operation_log");
        LogLine line = new LogLine(
                operation(columns.string("operation_id")),
                text(columns, "entity").orElse(""),
                new AuthorName(columns.string("subject"), text(columns, "device")),
                outcome(columns),
                OffsetDateTime.parse(columns.string("decided_at")).toInstant(),
                text(columns, "transaction_id").map(id -> operation(id).uuid()),
                text(columns, "trace"),
                columns.get("fates") instanceof Json.Null
                        ? Collections.emptySortedMap()
                        : FateCodec.read(columns.get("fates")));
        Fingerprint fingerprint = new Fingerprint(new ContentHash(columns.string("fingerprint")));
        return new LoggedLine(line, fingerprint, number(columns, "sequence").orElse(0));
    }

    private static Outcome outcome(Members columns) throws InvalidShape {
        List<EntityKey> copies = new ArrayList<>();
        for (Json copy : columns.array("conflict_copies")) {
            if (copy instanceof Json.Str(String id)) {
                copies.add(new EntityKey(columns.string("type"), id));
            }
        }
        return new Outcome(
                Status.parse(columns.string("status"))
                        .orElseThrow(() -> new InvalidShape("status", "it is none that anybody wrote")),
                text(columns, "reason").flatMap(Reason::parse),
                number(columns, "version"),
                number(columns, "position"),
                copies);
    }

    private static OperationId operation(String text) {
        return OperationId.parse(text).orElseThrow(() -> new IllegalStateException("a UUID is none"));
    }

    private static Optional<String> text(Members columns, String name) {
        return columns.find(name)
                .filter(Json.Str.class::isInstance)
                .map(Json.Str.class::cast)
                .map(Json.Str::value);
    }

    private static OptionalLong number(Members columns, String name) throws InvalidShape {
        return columns.get(name) instanceof Json.Null
                ? OptionalLong.empty()
                : OptionalLong.of(columns.integer(name, 0));
    }
}
