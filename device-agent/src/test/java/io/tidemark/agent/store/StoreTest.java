package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.tags;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.Window;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.row.CanonicalRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store alone, on a real file: every rule that is one transaction. */
class StoreTest {
    private static final EntityKey NOTE = new EntityKey("note", "n");
    private static final EntityKey CARD = new EntityKey("card", "c");

    private final AtomicLong names = new AtomicLong();
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final Database database;
    private final Edits edits;
    private final DeadLetters letters;
    private final OperationQueue queue;
    private final Feed feed;
    private final Rows rows;

    StoreTest(@TempDir Path directory) {
        database = Database.open(new DatabaseSettings(
                directory.resolve("agent.db"),
                TYPES,
                Optional.empty(),
                Synchronous.FULL,
                IntegrityCheck.QUICK,
                Vault.OPEN,
                clock));
        edits = new Edits(database, TYPES, () -> new OperationId(new UUID(7, names.incrementAndGet())), clock);
        letters = new DeadLetters(database, edits);
        queue = new OperationQueue(
                database,
                clock,
                DeviceTime.open(database, clock, clock::millis),
                TraceParents.USUAL,
                () -> "d-" + names.incrementAndGet(),
                () -> new OperationId(new UUID(7, names.incrementAndGet())));
        feed = new Feed(database, clock);
        rows = new Rows(database, TYPES);
        queue.follow(List.of(SCOPE));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Outgoing take() {
        return queue.take(SCOPE, 50).orElseThrow();
    }

    private static Operation payload(Json operation) {
        try {
            return operation instanceof Json.Obj object
                    ? OperationCodec.operation(OperationCodec.payloadOf(object))
                    : fail("an object is sent");
        } catch (InvalidShape e) {
            throw new AssertionError(e);
        }
    }

    private void decide(Outgoing sent, Status status, long position) {
        decide(sent, "e", status, position);
    }

    private void decide(Outgoing sent, String epoch, Status status, long position) {
        List<OperationResult> results = sent.window().slots().stream()
                .map(slot -> new OperationResult(
                        slot.operation(),
                        new Verdict.Final(
                                status == Status.REJECTED
                                        ? Outcome.rejected(Reason.NOT_A_MEMBER)
                                        : new Outcome(
                                                status,
                                                Optional.empty(),
                                                OptionalLong.of(1),
                                                OptionalLong.of(position),
                                                List.of()),
                                false)))
                .toList();
        queue.store(SCOPE, sent.window(), epoch, results);
    }

    private static CanonicalRow row(String id, long position, Map<String, Json> fields) {
        return new CanonicalRow.Live(new EntityKey("note", id), 1, position, new TreeMap<>(fields), Optional.empty());
    }

    private boolean checkpoint(String epoch, long to, long mark, CanonicalRow... page) {
        Reader reader = feed.reader(SCOPE);
        return feed.apply(
                SCOPE,
                reader,
                new ChangesPage(epoch, reader.position(), to, "c" + to, true, OptionalLong.of(mark), List.of(page)));
    }

    private Optional<Json> shownTitle() {
        return rows.get(SCOPE, NOTE).map(row -> row.fields().getOrDefault("title", Json.NULL));
    }

    private long depth() {
        return rows.figures(SCOPE).depth();
    }

    @Test
    void seenIsWhatTheViewShowed_whenARowWasPulledUnderAPendingEdit() {
        // Given
        checkpoint("e", 1, 0, row("n", 1, title("server 1")));
        edits.save(SCOPE, NOTE, title("mine 1"));
        take();
        checkpoint("e", 2, 0, row("n", 2, title("server 2")));

        // When
        edits.save(SCOPE, NOTE, title("mine 2"));

        // Then
        assertThat(shownTitle()).hasValue(Json.of("mine 2"));
        assertThat(payload(take().push().operations().get(1)).basis())
                .isEqualTo(Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of("mine 1")))));
    }

    @Test
    void seenIsHashedOrAbsent_whenTheValueWasLongOrNotThere() {
        // Given
        Json longTitle = Json.of("x".repeat(100));
        edits.save(SCOPE, NOTE, Map.of("title", longTitle));
        take();

        // When
        edits.save(SCOPE, NOTE, Map.of("title", Json.of("y"), "pinned", Json.of(true)));

        // Then
        List<Json> sent = take().push().operations();
        assertThat(payload(sent.get(0)).basis()).isEqualTo(new Basis.Nothing());
        assertThat(payload(sent.get(1)).basis())
                .isEqualTo(Basis.Seen.of(Map.of(
                        "title",
                        new SeenValue.Hashed(ContentHash.of(CanonicalJson.bytes(longTitle))),
                        "pinned",
                        new SeenValue.Absent())));
    }

    @Test
    void removalNamesTheVersionOfTheScreen_whenTheRowHasMovedBeneathIt() {
        // Given
        Edits cards = new Edits(database, CARDS, () -> new OperationId(new UUID(8, names.incrementAndGet())), clock);
        checkpoint("e", 1, 0, card(3, tags("a", "b")));
        Optional<VisibleRow> shown = rows.get(SCOPE, CARD);
        checkpoint("e", 2, 0, card(4, tags("a", "b", "c")));

        // When
        cards.save(SCOPE, CARD, shown, tags("b"));
        cards.save(SCOPE, CARD, tags("b"));

        // Then
        assertThat(rows.get(SCOPE, CARD).map(VisibleRow::version)).hasValue(4L);
        assertThat(take().push().operations())
                .extracting(sent -> ((Operation.Upsert) payload(sent)).changes().get("tags"))
                .containsExactly(removal("a", 3), removal("c", 4));
    }

    @Test
    void removalNamesVersionZero_whenNoRowIsBeneathTheScreen() {
        // Given
        Edits cards = new Edits(database, CARDS, () -> new OperationId(new UUID(8, names.incrementAndGet())), clock);
        cards.save(SCOPE, CARD, tags("a", "b"));
        take();

        // When
        cards.save(SCOPE, CARD, tags("b"));

        // Then
        assertThat(rows.get(SCOPE, CARD).map(VisibleRow::version)).hasValue(0L);
        assertThat(((Operation.Upsert) payload(take().push().operations().getLast())).changes())
                .containsEntry("tags", removal("a", 0));
    }

    private static CanonicalRow card(long version, Map<String, Json> fields) {
        return new CanonicalRow.Live(CARD, version, version, new TreeMap<>(fields), Optional.empty());
    }

    private static Change removal(String element, long seenVersion) {
        return new Change.Elements(new TreeSet<>(), new TreeSet<>(List.of(element)), seenVersion);
    }

    @Test
    void noOperationIsMade_whenAnEditChangesNothing() {
        // Given
        edits.save(SCOPE, NOTE, title("Milk"));

        // When
        Optional<OperationId> again = edits.save(SCOPE, NOTE, title("Milk"));
        Optional<OperationId> nobody = edits.delete(SCOPE, new EntityKey("note", "none"));

        // Then
        assertThat(again).isEmpty();
        assertThat(nobody).isEmpty();
        assertThat(depth()).isEqualTo(1);
    }

    @Test
    void onlyTheChangedFieldsAreSent_whenOthersAreSavedWithThem() {
        // Given
        edits.save(SCOPE, NOTE, Map.of("title", Json.of("a"), "body", Json.of("b")));
        take();

        // When
        edits.save(SCOPE, NOTE, Map.of("title", Json.of("a"), "body", Json.of("c")));

        // Then
        assertThat(payload(take().push().operations().get(1)))
                .isInstanceOfSatisfying(Operation.Upsert.class, upsert -> assertThat(upsert.fields())
                        .isEqualTo(Map.of("body", Json.of("c"))));
    }

    @Test
    void editIsRefusedAndNothingStored_whenItCouldNeverBeAccepted() {
        // Given
        Json deep = Json.of(1L);
        for (int i = 0; i < 28; i++) {
            deep = new Json.Arr(List.of(deep));
        }
        Json tower = deep;

        // When, Then
        assertRefused(Reason.UNKNOWN_FIELD, NOTE, Map.of("colour", Json.of("red")));
        assertRefused(Reason.INVALID_FIELD, NOTE, Map.of("title", Json.of(1L)));
        assertRefused(Reason.INVALID_FIELD, NOTE, title("a\u0000b"));
        assertRefused(Reason.INVALID_FIELD, NOTE, title("\ud800"));
        assertRefused(Reason.INVALID_FIELD, new EntityKey("preference", "p"), Map.of("value", tower));
        assertRefused(Reason.UNKNOWN_TYPE, new EntityKey("spaceship", "s"), title("Milk"));
        assertRefused(Reason.INVALID_ENTITY_ID, new EntityKey("note", ""), title("Milk"));
        assertRefused(Reason.NOTHING_TO_CHANGE, NOTE, Map.of());
        assertThat(depth()).isZero();
        assertThat(rows.query(SCOPE, Query.of("note"))).isEmpty();
    }

    private void assertRefused(Reason reason, EntityKey entity, Map<String, Json> fields) {
        assertThatThrownBy(() -> edits.save(SCOPE, entity, fields))
                .isInstanceOfSatisfying(InvalidOperation.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    @Test
    void prefixIsBounded_whenOperationsAreLarge() {
        // Given
        Json body = Json.of("x".repeat(200_000));
        for (int i = 0; i < 4; i++) {
            edits.save(SCOPE, new EntityKey("note", "n" + i), Map.of("body", body));
        }

        // When
        Outgoing sent = take();

        // Then
        assertThat(sent.window().slots()).extracting(Window.Slot::sequence).containsExactly(1L, 2L);
    }

    @Test
    void operationStays_whenOnlyOneHalfOfRetiringIsThere() {
        // Given
        edits.save(SCOPE, NOTE, title("mine"));
        Outgoing sent = take();

        // When, Then: the feed has passed it, the outcome is missing
        assertThat(checkpoint("e", 1, 1, row("n", 1, title("mine")))).isTrue();
        assertThat(depth()).isEqualTo(1);

        // When, Then: the outcome is there, and no checkpoint since
        decide(sent, Status.APPLIED, 5);
        assertThat(depth()).isEqualTo(1);
        assertThat(shownTitle()).hasValue(Json.of("mine"));

        // When, Then: both
        assertThat(checkpoint("e", 1, 1)).isFalse();
        assertThat(depth()).isZero();
    }

    @Test
    void operationStays_whenTheCheckpointIsOlderThanItsOutcome() {
        // Given
        edits.save(SCOPE, NOTE, title("mine"));
        decide(take(), Status.APPLIED, 5);

        // When
        checkpoint("e", 4, 0, row("n", 4, title("theirs")));

        // Then
        assertThat(depth()).isEqualTo(1);
        assertThat(shownTitle()).hasValue(Json.of("mine"));
    }

    @Test
    void canonicalValueShows_whenTheEditLost() {
        // Given
        edits.save(SCOPE, NOTE, title("mine"));
        decide(take(), Status.CONFLICT, 5);

        // When
        checkpoint("e", 5, 1, row("n", 4, title("theirs")), row("copy", 5, title("mine")));

        // Then
        assertThat(shownTitle()).hasValue(Json.of("theirs"));
        assertThat(depth()).isZero();
    }

    @Test
    void rowsAreNotShown_whenNoCheckpointWasReached() {
        // Given
        Reader reader = feed.reader(SCOPE);
        ChangesPage first =
                new ChangesPage("e", 0, 3, "c3", false, OptionalLong.empty(), List.of(row("n", 3, title("staged"))));

        // When
        feed.stage(SCOPE, reader, first);

        // Then
        assertThat(rows.query(SCOPE, Query.of("note"))).isEmpty();
        assertThat(feed.reader(SCOPE).position()).isEqualTo(3);
        checkpoint("e", 4, 0, row("m", 4, title("last")));
        assertThat(rows.query(SCOPE, Query.of("note"))).hasSize(2);
    }

    @Test
    void pageIsDropped_whenTheReaderHasMovedMeanwhile() {
        // Given
        Reader before = feed.reader(SCOPE);
        checkpoint("e", 5, 0);

        // When
        feed.apply(
                SCOPE,
                before,
                new ChangesPage("e", 0, 9, "c9", true, OptionalLong.empty(), List.of(row("n", 9, title("late")))));

        // Then
        assertThat(feed.reader(SCOPE).position()).isEqualTo(5);
        assertThat(rows.query(SCOPE, Query.of("note"))).isEmpty();
    }

    @Test
    void rowsThatAreGoneDisappearAndPendingOnesStay_whenTheFeedIsTakenFromTheStart() {
        // Given
        checkpoint("e", 3, 0, row("gone", 1, title("gone")), row("n", 2, title("old")), row("kept", 3, title("kept")));
        edits.save(SCOPE, new EntityKey("note", "gone"), Map.of("body", Json.of("pending")));

        // When
        feed.startOver(SCOPE);
        assertThat(rows.query(SCOPE, Query.of("note"))).hasSize(3);
        checkpoint("f", 2, 0, row("n", 1, title("new")), row("kept", 2, title("kept")));

        // Then
        assertThat(rows.query(SCOPE, Query.of("note")))
                .extracting(row -> row.entity().id())
                .containsExactly("gone", "kept", "n");
        assertThat(shownTitle()).hasValue(Json.of("new"));
        assertThat(rows.get(SCOPE, new EntityKey("note", "gone")).map(VisibleRow::fields))
                .hasValue(new TreeMap<>(Map.of("body", Json.of("pending"))));
    }

    @Test
    void outcomeIsVoid_whenTheServerWasRestoredSince() {
        // Given
        edits.save(SCOPE, NOTE, title("mine"));
        decide(take(), "e", Status.APPLIED, 5);
        feed.startOver(SCOPE);

        // When
        boolean outcomesMissing = checkpoint("f", 9, 0);

        // Then
        assertThat(outcomesMissing).isTrue();
        assertThat(take().window().slots()).hasSize(1);
        assertThat(shownTitle()).hasValue(Json.of("mine"));
    }

    @Test
    void rejectedEditIsADeadLetterAndShowsNoMore_whenTheOutcomeArrives() {
        // Given
        checkpoint("e", 1, 0, row("n", 1, title("theirs")));
        OperationId saved = edits.save(SCOPE, NOTE, title("mine")).orElseThrow();

        // When
        decide(take(), Status.REJECTED, 0);

        // Then
        assertThat(letters.list(SCOPE)).singleElement().satisfies(letter -> {
            assertThat(letter.operation().id()).isEqualTo(saved);
            assertThat(letter.reason()).isEqualTo("not-a-member");
        });
        assertThat(shownTitle()).hasValue(Json.of("theirs"));
        checkpoint("e", 1, 1);
        assertThat(depth()).isZero();
        OperationId again = letters.retry(SCOPE, saved).orElseThrow();
        assertThat(again).isNotEqualTo(saved);
        assertThat(shownTitle()).hasValue(Json.of("mine"));
        assertThat(letters.list(SCOPE)).isEmpty();
    }

    @Test
    void nextOperationFollowsTheOneBefore_whenTheCulpritIsSetAside() {
        // Given
        for (int i = 0; i < 3; i++) {
            edits.save(SCOPE, new EntityKey("note", "n" + i), title("note " + i));
        }
        List<Window.Slot> slots = take().window().slots();

        // When
        queue.setAside(SCOPE, slots.get(1), ProblemType.BODY_TOO_LARGE);
        queue.setAside(SCOPE, slots.get(2), ProblemType.BODY_TOO_LARGE);
        edits.save(SCOPE, new EntityKey("note", "n3"), title("note 3"));

        // Then
        assertThat(take().window().slots())
                .extracting(Window.Slot::sequence, Window.Slot::previous)
                .containsExactly(tuple(1L, 0L), tuple(4L, 1L));
        assertThat(rows.get(SCOPE, new EntityKey("note", "n1"))).isEmpty();
        assertThat(letters.list(SCOPE)).hasSize(2);
    }

    @Test
    void queueIsLinkedAnewAndLateVerdictsIgnored_whenTheDeviceTakesANewId() {
        // Given
        checkpoint("e", 0, 0);
        for (int i = 0; i < 3; i++) {
            edits.save(SCOPE, new EntityKey("note", "n" + i), title("note " + i));
        }
        Outgoing first = queue.take(SCOPE, 1).orElseThrow();
        decide(first, Status.APPLIED, 99);
        Outgoing old = take();

        // When
        queue.takeNewDevice(old.window().device());
        queue.takeNewDevice(old.window().device());
        decide(old, Status.APPLIED, 1);

        // Then
        Outgoing anew = take();
        assertThat(anew.window().device()).isNotEqualTo(old.window().device());
        assertThat(anew.window().slots()).extracting(Window.Slot::sequence).containsExactly(1L, 2L, 3L);
        assertThat(anew.window().slots()).extracting(Window.Slot::previous).containsExactly(0L, 1L, 2L);
        assertThat(anew.window().slots().getFirst().operation())
                .isEqualTo(first.window().slots().getFirst().operation());
    }

    /** Found by the simulation: a cloned device's edit left the screen until it was merged. */
    @Test
    void whatTheMarkHadHiddenShowsAgain_whenTheMarkWasAClonesAndTheDeviceTakesANewId() {
        // Given: the clone's operation has taken the sequence of an edit that never arrived
        edits.save(SCOPE, NOTE, title("mine"));
        String device = take().window().device();
        checkpoint("e", 1, 1);
        assertThat(shownTitle()).isEmpty();

        // When
        queue.takeNewDevice(device);

        // Then
        assertThat(shownTitle()).hasValue(Json.of("mine"));
        assertThat(depth()).isEqualTo(1);
    }

    @Test
    void oldMarkDoesNotCount_whenTheDeviceHasTakenANewIdSince() {
        // Given
        edits.save(SCOPE, NOTE, title("mine"));
        Reader asked = feed.reader(SCOPE);
        queue.takeNewDevice(asked.device());
        decide(take(), Status.APPLIED, 50);

        // When
        feed.apply(SCOPE, asked, new ChangesPage("e", 0, 7, "c7", true, OptionalLong.of(1_000), List.of()));

        // Then
        assertThat(depth()).isEqualTo(1);
    }
}
