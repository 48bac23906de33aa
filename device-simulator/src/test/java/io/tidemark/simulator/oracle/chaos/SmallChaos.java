package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.history.HistoryFile;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import io.tidemark.simulator.oracle.Shown;
import io.tidemark.simulator.oracle.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A run without a fault, to be doctored: two devices edit a few notes in turn, each having read what the other wrote,
 * and delete one now and then. Every value is unique.
 */
final class SmallChaos {
    static final String SCOPE = "notes:all";
    static final String EPOCH = "epoch-1";
    private static final int EDITS = 120;
    private static final int NOTES = 7;
    private static final List<String> PEOPLE = List.of("ada", "ben");
    private static final EntityTypes TYPES = EntityTypesFile.parse("test", """
            types:
              note:
                schema: 1
                fields:
                  title: { type: string }
            """);

    final List<Entry> entries = new ArrayList<>();
    final List<Decided> log = new ArrayList<>();
    final Map<EntityKey, CanonicalRow> rows = new TreeMap<>();
    final List<PoisonPlace> poison = new ArrayList<>();
    int epochs = 1;
    private final Map<String, Long> read = new HashMap<>();
    private long head;
    private long calls;

    SmallChaos() {
        for (int i = 1; i <= EDITS; i++) {
            String author = PEOPLE.get(i % PEOPLE.size());
            pull(author);
            edit(author, i);
        }
        PEOPLE.forEach(this::pull);
    }

    static EntityKey note(int number) {
        return new EntityKey("note", "note-" + number);
    }

    static OperationId operation(int number) {
        return new OperationId(new UUID(7, number));
    }

    private void edit(String author, int number) {
        EntityKey note = note(number % NOTES);
        CanonicalRow before = rows.get(note);
        TreeMap<String, Json> saw =
                before instanceof CanonicalRow.Live live ? new TreeMap<>(live.fields()) : new TreeMap<>();
        long version = before == null ? 1 : before.version() + 1;
        long call = ++calls;
        head++;
        if (number % 20 == 0 && !saw.isEmpty()) {
            entries.add(new Entry.Delete(number, call, author, SCOPE, note, saw));
            rows.put(note, new CanonicalRow.Tombstone(note, version, head));
        } else {
            TreeMap<String, Json> wrote = new TreeMap<>(Map.of("title", Json.of("text " + number)));
            entries.add(new Entry.Save(number, call, author, SCOPE, note, wrote, saw));
            rows.put(note, new CanonicalRow.Live(note, version, head, wrote, Optional.empty()));
        }
        entries.add(new Entry.Accepted(number, call, Optional.of(operation(number))));
        decide(author, number, note, version);
    }

    private void decide(String author, int number, EntityKey note, long version) {
        Outcome outcome = new Outcome(
                Status.APPLIED, Optional.empty(), OptionalLong.of(version), OptionalLong.of(head), List.of());
        long push = ++calls;
        entries.add(new Entry.Push(number, push, author, SCOPE, List.of(operation(number))));
        entries.add(new Entry.Told(
                number,
                push,
                EPOCH,
                List.of(new OperationResult(
                        operation(number), new io.tidemark.protocol.outcome.Verdict.Final(outcome, false)))));
        log.add(new Decided(
                SCOPE,
                operation(number),
                author,
                "d-" + author,
                number,
                Instant.ofEpochSecond(number),
                Optional.of(note),
                outcome));
    }

    private void pull(String reader) {
        long from = read.getOrDefault(reader, 0L);
        long pull = ++calls;
        entries.add(new Entry.Pull(
                pull, pull, reader, SCOPE, from == 0 ? Optional.empty() : Optional.of("cursor-" + from)));
        List<Entry.Place> places = rows.values().stream()
                .filter(row -> row.position() > from)
                .sorted(Comparator.comparingLong(CanonicalRow::position))
                .map(row -> new Entry.Place(row.entity(), row.version(), row.position()))
                .toList();
        entries.add(new Entry.Page(pull, pull, EPOCH, from, head, "cursor-" + head, true, places));
        read.put(reader, head);
    }

    List<Violation> violations(Path folder) throws IOException {
        Path file = folder.resolve("history.jsonl");
        try (HistoryFile history = HistoryFile.create(file)) {
            entries.forEach(entry -> history.note(at -> entry));
        }
        HistoryFacts facts = HistoryWalk.of(file, entries.size(), TYPES);
        return ChaosChecker.check(new ChaosEvidence(end(facts), facts, log, EPOCH, epochs, 0, poison, Set.of()))
                .violations();
    }

    private Evidence end(HistoryFacts facts) {
        List<CanonicalRow> feed = rows.values().stream()
                .sorted(Comparator.comparingLong(CanonicalRow::position))
                .toList();
        TreeMap<EntityKey, String> shown = new TreeMap<>();
        for (CanonicalRow row : feed) {
            if (row instanceof CanonicalRow.Live live) {
                shown.put(live.entity(), Shown.of(live));
            }
        }
        return new Evidence(
                TYPES,
                facts.edits(),
                List.of(new ServerScope(SCOPE, head, feed)),
                PEOPLE.stream()
                        .map(device -> new DeviceCopy(device, SCOPE, shown, 0, ""))
                        .toList(),
                List.of(),
                log.stream()
                        .map(line -> new LoggedOperation(line.scope(), line.operation(), line.entity(), line.outcome()))
                        .toList());
    }

    /** The last edit of a live row. */
    int lastEdit() {
        return EDITS;
    }
}
