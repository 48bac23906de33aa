package io.tidemark.simulator.oracle;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.simulator.oracle.AcceptedEdit.Deleted;
import io.tidemark.simulator.oracle.AcceptedEdit.Saved;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The evidence of a run, to be doctored: what was saved, what the server holds, what the devices show. Unless told
 * otherwise, the devices show what the server holds.
 */
final class Run {
    static final String SCOPE = "notes:all";
    static final String ADA = "ada";
    static final String BEN = "ben";

    private static final EntityTypes TYPES = EntityTypesFile.parse("test", """
            types:
              note:
                schema: 1
                fields:
                  title: { type: string }
                  body: { type: string }
                  pinned: { type: boolean, policy: last-writer }
            """);

    private final List<AcceptedEdit> edits = new ArrayList<>();
    private final List<LoggedOperation> log = new ArrayList<>();
    private final List<CanonicalRow> rows = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final TreeMap<EntityKey, String> shownByBen = new TreeMap<>();
    private boolean benDiffers;
    private int queuedAtBen;
    private long head;

    static EntityKey note(String id) {
        return new EntityKey("note", id);
    }

    static SortedMap<String, Json> fields(Object... namesAndValues) {
        TreeMap<String, Json> fields = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            fields.put(
                    (String) namesAndValues[i],
                    value instanceof Boolean flag ? Json.of(flag) : Json.of((String) value));
        }
        return fields;
    }

    OperationId saved(String device, String note, SortedMap<String, Json> wrote, SortedMap<String, Json> saw) {
        OperationId id = new OperationId(new UUID(7, edits.size() + 1));
        edits.add(new Saved(id, device, SCOPE, note(note), wrote, saw));
        return id;
    }

    OperationId deleted(String device, String note, SortedMap<String, Json> saw) {
        OperationId id = new OperationId(new UUID(7, edits.size() + 1));
        edits.add(new Deleted(id, device, SCOPE, note(note), saw));
        return id;
    }

    Run logged(OperationId operation, Status status, long version) {
        head++;
        return log(
                operation,
                new Outcome(status, Optional.empty(), OptionalLong.of(version), OptionalLong.of(head), List.of()));
    }

    Run loggedConflict(OperationId operation, long version, String copy) {
        head++;
        return log(
                operation,
                new Outcome(
                        Status.CONFLICT,
                        Optional.of(Reason.UNSEEN_VALUE),
                        OptionalLong.of(version),
                        OptionalLong.of(head),
                        List.of(note(copy))));
    }

    Run log(OperationId operation, Outcome outcome) {
        Optional<EntityKey> entity = edits.stream()
                .filter(edit -> edit.operation().equals(operation))
                .findFirst()
                .map(AcceptedEdit::entity);
        log.add(new LoggedOperation(SCOPE, operation, entity, outcome));
        return this;
    }

    Run row(String note, long version, SortedMap<String, Json> fields) {
        return add(new CanonicalRow.Live(note(note), version, nextPosition(), fields, Optional.empty()));
    }

    Run copy(String id, String of, OperationId operation, SortedMap<String, Json> fields) {
        ConflictOrigin origin = new ConflictOrigin(
                of,
                BEN,
                operation,
                Reason.UNSEEN_VALUE,
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                false,
                Optional.empty());
        return add(new CanonicalRow.Live(note(id), 1, nextPosition(), fields, Optional.of(origin)));
    }

    Run tombstone(String note, long version) {
        return add(new CanonicalRow.Tombstone(note(note), version, nextPosition()));
    }

    Run add(CanonicalRow row) {
        rows.add(row);
        head = Math.max(head, row.position());
        return this;
    }

    Run deadLetter(String device, OperationId operation, Map<String, Json> fields) {
        deadLetters.add(new DeadLetter(device, SCOPE, operation, fields));
        return this;
    }

    Run benShows(String note, String json) {
        benDiffers = true;
        shownByBen.put(note(note), json);
        return this;
    }

    Run benShowsNothing() {
        benDiffers = true;
        return this;
    }

    Run benStillQueues(int operations) {
        queuedAtBen = operations;
        return this;
    }

    private long nextPosition() {
        return rows.size() + 1L;
    }

    Evidence evidence() {
        TreeMap<EntityKey, String> shown = new TreeMap<>();
        for (CanonicalRow row : rows) {
            if (row instanceof CanonicalRow.Live live) {
                shown.put(live.entity(), Shown.of(live));
            }
        }
        return new Evidence(
                TYPES,
                edits,
                List.of(new ServerScope(SCOPE, head, rows)),
                List.of(
                        new DeviceCopy(ADA, SCOPE, shown, 0, ""),
                        new DeviceCopy(
                                BEN, SCOPE, benDiffers ? shownByBen : shown, queuedAtBen, "the network is away")),
                deadLetters,
                log);
    }

    Verdict verdict() {
        return Checker.check(evidence());
    }
}
