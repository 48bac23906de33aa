package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.row.CanonicalRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A device's store on a real file, and what a server would tell it. */
final class OneDevice implements AutoCloseable {
    final Database database;
    final Edits edits;
    final ConflictCopies copies;
    final DeadLetters letters;
    final Export export;
    final OperationQueue queue;
    final Feed feed;
    final Rows rows;
    final DeviceTime time;
    /** Of all devices: no two of them make the same id. */
    private static final AtomicLong NAMES = new AtomicLong();

    private Instant now = Instant.EPOCH;

    OneDevice(Path file, EntityTypes types) {
        this(file, types, Journal.Bounds.USUAL);
    }

    OneDevice(Path file, EntityTypes types, Journal.Bounds journal) {
        this(file, types, journal, Vault.OPEN);
    }

    OneDevice(Path file, EntityTypes types, Journal.Bounds journal, Vault vault) {
        this(file, types, Optional.empty(), journal, vault);
    }

    OneDevice(Path file, EntityTypes types, Optional<String> account, Journal.Bounds journal, Vault vault) {
        InstantSource clock = () -> now;
        database = Database.open(
                new DatabaseSettings(file, types, account, Synchronous.NORMAL, IntegrityCheck.QUICK, vault, clock));
        time = DeviceTime.open(database, clock, clock::millis);
        edits = new Edits(database, types, () -> new OperationId(new UUID(7, NAMES.incrementAndGet())), time);
        copies = new ConflictCopies(edits, types);
        letters = new DeadLetters(database, edits);
        export = new Export(database, clock);
        queue = new OperationQueue(
                database,
                clock,
                time,
                TraceParents.USUAL,
                () -> "d-" + NAMES.incrementAndGet(),
                () -> new OperationId(new UUID(7, NAMES.incrementAndGet())));
        feed = new Feed(database, clock, journal);
        rows = new Rows(database, types);
        queue.follow(List.of(SCOPE));
    }

    /** Whatever a test did: what is counted along the way is what is there. */
    @Override
    public void close() {
        String counted = "SELECT queued || '/' || undecided FROM scope_state WHERE scope = ?";
        String there = "SELECT count(*) || '/' || count(*) FILTER (WHERE status = 'undecided') FROM sync_queue"
                + " WHERE scope = ?";
        assertThat(text(counted)).isEqualTo(text(there));
        database.close();
    }

    private String text(String sql) {
        return database.read(session -> session.first(sql, row -> row.getString(1), SCOPE))
                .orElseThrow();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static EntityKey note(String id) {
        return new EntityKey("note", id);
    }

    OperationId save(String note, Map<String, Json> fields) {
        return edits.save(SCOPE, note(note), fields).orElseThrow();
    }

    Optional<Map<String, Json>> shown(String note) {
        return rows.get(SCOPE, note(note)).map(VisibleRow::fields);
    }

    long depth() {
        return rows.figures(SCOPE).depth();
    }

    Outgoing take() {
        return queue.take(SCOPE, 50).orElseThrow();
    }

    static List<Operation> operations(Outgoing sent) {
        List<Operation> operations = new ArrayList<>();
        for (Json each : sent.push().operations()) {
            try {
                operations.add(OperationCodec.operation(OperationCodec.payloadOf((Json.Obj) each)));
            } catch (InvalidShape e) {
                throw new AssertionError(e);
            }
        }
        return operations;
    }

    static Outcome outcome(Status status, long position) {
        return status == Status.REJECTED
                ? Outcome.rejected(Reason.NOT_A_MEMBER)
                : new Outcome(status, Optional.empty(), OptionalLong.of(1), OptionalLong.of(position), List.of());
    }

    /** The server decides all that was sent, alike. */
    void decide(Outgoing sent, String epoch, Status status, long position) {
        decide(sent, epoch, sent.window().slots(), outcome(status, position));
    }

    /** The server has refused a request with this operation, or its transaction, alone. */
    void setAside(Slot culprit) {
        queue.setAside(SCOPE, culprit, ProblemType.BODY_TOO_LARGE);
    }

    void decide(Outgoing sent, String epoch, List<Slot> slots, Outcome outcome) {
        queue.store(
                SCOPE,
                sent.window(),
                epoch,
                slots.stream().map(slot -> result(slot, outcome)).toList());
    }

    static OperationResult result(Slot slot, Outcome outcome) {
        return new OperationResult(slot.operation(), new Verdict.Final(outcome, false));
    }

    boolean checkpoint(String epoch, long to, long mark, CanonicalRow... page) {
        Reader reader = feed.reader(SCOPE);
        return feed.apply(
                SCOPE,
                reader,
                new ChangesPage(epoch, reader.position(), to, "c" + to, true, OptionalLong.of(mark), List.of(page)));
    }

    static CanonicalRow row(String id, long position, Map<String, Json> fields) {
        return new CanonicalRow.Live(note(id), 1, position, new TreeMap<>(fields), Optional.empty());
    }
}
