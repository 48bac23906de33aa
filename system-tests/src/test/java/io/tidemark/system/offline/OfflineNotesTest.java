package io.tidemark.system.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.store.VisibleRow;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.CanonicalRow.Live;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.simulator.server.OperationLog;
import io.tidemark.stack.LocalStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G2, G4 and G6 at the size of a notebook: two phones edit the same 1,000 notes offline, and come back. */
class OfflineNotesTest {
    private static final int NOTES = 1_000;
    private static final int RESOLVED = 100;
    private static LocalStack stack;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder().start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void keepsBothEditsInEveryRow_whenTwoPhonesEditDifferentFieldsOffline() throws Exception {
        try (TwoPhones phones = TwoPhones.with(NOTES, stack, "notes:fields", folder)) {
            // Given
            phones.setOnline(false);
            int pushesBefore = pushes(phones);
            for (String id : phones.ids()) {
                phones.ada().save(id, "title", "Ada's title of " + id);
                phones.ben().save(id, "body", "Ben's body of " + id);
            }
            assertThat(pushes(phones)).as("pushes while offline").isEqualTo(pushesBefore);
            // When
            phones.setOnline(true);
            phones.settle();
            // Then
            Map<String, Live> rows = notes(phones.feed());
            assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(phones.ids());
            rows.forEach((id, row) -> assertThat(row)
                    .extracting(Live::fields, Live::version)
                    .containsExactly(
                            Map.of("title", Json.of("Ada's title of " + id), "body", Json.of("Ben's body of " + id)),
                            3L));
            assertNothingIsDoubled(phones);
            assertThat(copies(phones.feed())).isEmpty();
            assertThat(phones.log())
                    .allSatisfy(entry ->
                            assertThat(entry.outcome().conflictCopies()).isEmpty());
            assertBothShow(phones.feed(), phones);
            assertTheNetworkWasBad(phones);
        }
    }

    @Test
    void keepsOneCopyForEachNote_whenTwoPhonesEditTheSameFieldOffline() throws Exception {
        try (TwoPhones phones = TwoPhones.with(NOTES, stack, "notes:same-field", folder)) {
            // Given
            phones.setOnline(false);
            Map<String, Title> byAda = titles(phones.ada(), phones.ids());
            Map<String, Title> byBen = titles(phones.ben(), phones.ids());
            // When
            phones.setOnline(true);
            phones.settle();
            // Then
            List<CanonicalRow> feed = phones.feed();
            Map<String, Live> rows = notes(feed);
            Map<String, Live> copies = byNote(copies(feed));
            assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(phones.ids());
            assertThat(copies.keySet()).containsExactlyInAnyOrderElementsOf(phones.ids());
            for (String id : phones.ids()) {
                List<Title> both = List.of(byAda.get(id), byBen.get(id));
                assertOneStandsAndTheOtherIsKept(id, both, rows.get(id), copies.get(id));
            }
            assertNothingIsDoubled(phones);
            assertThat(copiesThatOutcomesName(phones)).hasSize(NOTES).doesNotHaveDuplicates();
            assertBothShow(feed, phones);
            assertTheNetworkWasBad(phones);
        }
    }

    @Test
    void removesCopiesEverywhere_whenTheyAreResolvedByOrdinaryOperations() throws Exception {
        try (TwoPhones phones = TwoPhones.with(3 * RESOLVED, stack, "notes:resolved", folder)) {
            // Given
            phones.setOnline(false);
            titles(phones.ada(), phones.ids());
            titles(phones.ben(), phones.ids());
            phones.setOnline(true);
            phones.settle();
            Map<String, Live> before = byNote(copies(phones.feed()));
            List<String> mine = phones.ids().subList(0, RESOLVED);
            List<String> theirs = phones.ids().subList(RESOLVED, 2 * RESOLVED);
            List<String> open = phones.ids().subList(2 * RESOLVED, 3 * RESOLVED);
            // When
            for (VisibleRow copy : phones.ada().copies()) {
                String id = copy.conflict().orElseThrow().of();
                if (mine.contains(id)) {
                    phones.ada().save(id, "title", text(copy.fields().get("title")));
                }
                if (!open.contains(id)) {
                    phones.ada().delete(copy);
                }
            }
            phones.settle();
            // Then
            List<CanonicalRow> feed = phones.feed();
            assertThat(byNote(copies(feed)).keySet()).containsExactlyInAnyOrderElementsOf(open);
            assertThat(tombstones(feed))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(mine.stream(), theirs.stream())
                            .map(id -> before.get(id).entity())
                            .toList());
            Map<String, Live> rows = notes(feed);
            assertThat(mine).allSatisfy(id -> assertThat(rows.get(id).fields())
                    .isEqualTo(before.get(id).fields()));
            assertThat(theirs).allSatisfy(id -> assertThat(rows.get(id).fields())
                    .isEqualTo(origin(before.get(id)).theirs()));
            assertNothingIsDoubled(phones);
            assertBothShow(feed, phones);
        }
    }

    /** @param operation that wrote it, on the phone of the author */
    private record Title(String author, OperationId operation, String text) {}

    private static Map<String, Title> titles(Phone phone, List<String> ids) {
        Map<String, Title> titles = new TreeMap<>();
        for (String id : ids) {
            String text = phone.author() + "'s title of " + id;
            titles.put(id, new Title(phone.author(), phone.save(id, "title", text), text));
        }
        return titles;
    }

    private static void assertOneStandsAndTheOtherIsKept(String id, List<Title> both, Live row, Live copy) {
        ConflictOrigin origin = origin(copy);
        Title kept = both.stream()
                .filter(title -> title.author().equals(origin.author()))
                .findFirst()
                .orElseThrow();
        Title stands =
                both.stream().filter(title -> !title.equals(kept)).findFirst().orElseThrow();
        assertThat(row.fields()).isEqualTo(Map.of("title", Json.of(stands.text())));
        assertThat(copy.fields()).isEqualTo(Map.of("title", Json.of(kept.text())));
        assertThat(origin)
                .isEqualTo(new ConflictOrigin(
                        id,
                        kept.author(),
                        kept.operation(),
                        Reason.UNSEEN_VALUE,
                        new TreeMap<>(Map.of("title", new SeenValue.Value(Json.of(TwoPhones.firstTitle(id))))),
                        new TreeMap<>(Map.of("title", Json.of(stands.text()))),
                        Optional.empty(),
                        false,
                        origin.madeAt()));
        assertThat(origin.madeAt()).isPresent();
    }

    /** Each operation was decided once, and all of them were. */
    private static void assertNothingIsDoubled(TwoPhones phones) throws Exception {
        List<OperationId> saved = new ArrayList<>(phones.ada().saved());
        saved.addAll(phones.ben().saved());
        assertThat(phones.log())
                .extracting(OperationLog.Entry::operation)
                .containsExactlyInAnyOrderElementsOf(saved)
                .doesNotHaveDuplicates();
        assertThat(phones.log()).extracting(entry -> entry.outcome().status()).doesNotContain(Status.REJECTED);
        assertThat(phones.ada().deadLetters() + phones.ben().deadLetters()).isZero();
    }

    private static List<EntityKey> copiesThatOutcomesName(TwoPhones phones) throws Exception {
        return phones.log().stream()
                .flatMap(entry -> entry.outcome().conflictCopies().stream())
                .toList();
    }

    private static void assertBothShow(List<CanonicalRow> feed, TwoPhones phones) {
        List<VisibleRow> notes = shown(notes(feed).values().stream());
        List<VisibleRow> copies = shown(copies(feed).stream());
        for (Phone phone : List.of(phones.ada(), phones.ben())) {
            assertThat(phone.notes().values()).containsExactlyInAnyOrderElementsOf(notes);
            assertThat(phone.copies()).containsExactlyInAnyOrderElementsOf(copies);
        }
    }

    private static List<VisibleRow> shown(Stream<Live> rows) {
        return rows.map(row -> new VisibleRow(row.entity(), row.version(), row.fields(), row.conflict(), false))
                .toList();
    }

    private static void assertTheNetworkWasBad(TwoPhones phones) {
        for (BadNetwork network : List.of(phones.ada().network(), phones.ben().network())) {
            assertThat(network.largest()).as("operations in the largest push").isEqualTo(50);
            assertThat(network.pushes()).as("pushes").isGreaterThan(NOTES / 50);
            assertThat(network.doubled()).as("pushes that arrived twice").isGreaterThan(NOTES / 50 / 3);
            assertThat(network.lost()).as("answers that were lost").isGreaterThan(NOTES / 50 / 4);
        }
    }

    private static int pushes(TwoPhones phones) {
        return phones.ada().network().pushes() + phones.ben().network().pushes();
    }

    private static Map<String, Live> notes(List<CanonicalRow> feed) {
        return live(feed)
                .filter(row -> row.conflict().isEmpty())
                .collect(Collectors.toMap(row -> row.entity().id(), Function.identity()));
    }

    private static List<Live> copies(List<CanonicalRow> feed) {
        return live(feed).filter(row -> row.conflict().isPresent()).toList();
    }

    private static List<EntityKey> tombstones(List<CanonicalRow> feed) {
        return feed.stream()
                .filter(CanonicalRow.Tombstone.class::isInstance)
                .map(CanonicalRow::entity)
                .toList();
    }

    private static Stream<Live> live(List<CanonicalRow> feed) {
        return feed.stream().filter(Live.class::isInstance).map(Live.class::cast);
    }

    /** Fails if two of them are copies of one note. */
    private static Map<String, Live> byNote(List<Live> copies) {
        return copies.stream().collect(Collectors.toMap(copy -> origin(copy).of(), Function.identity()));
    }

    private static ConflictOrigin origin(Live copy) {
        return copy.conflict().orElseThrow();
    }

    private static String text(Json json) {
        return Optional.of(json).map(Json.Str.class::cast).map(Json.Str::value).orElseThrow();
    }
}
