package io.tidemark.simulator.oracle.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.oracle.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sound history is acquitted, and each way of doctoring it is found, and named. */
class ChaosCheckerTest {
    private final SmallChaos run = new SmallChaos();

    @TempDir
    private Path folder;

    @Test
    void findsNothing_whenTheHistoryIsSound() throws IOException {
        assertThat(run.violations(folder)).isEmpty();
    }

    @Test
    void findsLostEdit_whenTheLogHasNoLineOfWhatAnAnswerTookOver() throws IOException {
        // Given
        run.log.removeIf(line -> line.operation().equals(SmallChaos.operation(50)));
        // Then
        assertThat(told()).anyMatch(told -> told.contains("operation " + SmallChaos.operation(50) + ": lost"));
    }

    @Test
    void findsLostEdit_whenARowHoldsAnOlderValueThanTheLastOne() throws IOException {
        // Given: the row of the last edit holds what stood there before
        Entry.Save last = lastSave();
        replaceFields(last.entity(), last.saw());
        // Then
        assertThat(told())
                .anyMatch(told -> told.contains("text " + number(last)) && told.contains("and lost: it is in no row"));
    }

    @Test
    void findsDoubledEdit_whenARowHasAVersionThatNoOperationMade() throws IOException {
        // Given: the effect came twice
        CanonicalRow.Live row = (CanonicalRow.Live) run.rows.get(lastSave().entity());
        run.rows.put(
                row.entity(),
                new CanonicalRow.Live(row.entity(), row.version() + 1, row.position(), row.fields(), row.conflict()));
        // Then
        assertThat(told()).anyMatch(told -> told.contains("comes from no operation of the log"));
    }

    @Test
    void findsDoubledEdit_whenItsOutcomeIsToldAnew() throws IOException {
        // Given: a second send was decided again, at a later version
        Entry.Told first = firstTold(60);
        Outcome outcome = ((Verdict.Final) first.results().getFirst().verdict()).outcome();
        Outcome again = new Outcome(
                outcome.status(),
                outcome.reason(),
                OptionalLong.of(outcome.version().orElseThrow() + 1),
                outcome.position(),
                List.of());
        run.entries.add(new Entry.Told(
                first.at(),
                9_999,
                SmallChaos.EPOCH,
                List.of(new OperationResult(SmallChaos.operation(60), new Verdict.Final(again, true)))));
        // Then
        assertThat(told()).anyMatch(told -> told.contains("told in two ways"));
    }

    @Test
    void findsReorderedEdit_whenTwoOfADeviceWereDecidedInTheOtherOrder() throws IOException {
        // Given: two edits of one device change places in time
        Decided first = decided(40);
        Decided second = decided(42);
        run.log.set(run.log.indexOf(first), at(first, second));
        run.log.set(run.log.indexOf(second), at(second, first));
        // Then
        assertThat(told()).anyMatch(told -> told.contains("reordered: number 42"));
    }

    @Test
    void findsReorderedEdit_whenAnEarlierOneMadeTheLaterVersion() throws IOException {
        // Given: of one device and one note, the versions change places
        Decided first = decided(30);
        Decided second = decided(44);
        assertThat(first.entity()).isEqualTo(second.entity());
        assertThat(first.device()).isEqualTo(second.device());
        run.log.set(run.log.indexOf(first), with(first, second.outcome()));
        run.log.set(run.log.indexOf(second), with(second, first.outcome()));
        // Then
        assertThat(told())
                .anyMatch(told -> told.contains("reordered: number 44") && told.contains("an earlier version"));
    }

    @Test
    void findsResurrectedEdit_whenADeletedRowIsLiveAgain() throws IOException {
        // Given
        CanonicalRow.Tombstone deleted = (CanonicalRow.Tombstone) run.rows.values().stream()
                .filter(CanonicalRow.Tombstone.class::isInstance)
                .findFirst()
                .orElseThrow();
        Entry.Delete delete = run.entries.stream()
                .filter(entry ->
                        entry instanceof Entry.Delete gone && gone.entity().equals(deleted.entity()))
                .map(Entry.Delete.class::cast)
                .reduce((one, other) -> other)
                .orElseThrow();
        run.rows.put(
                deleted.entity(),
                new CanonicalRow.Live(
                        deleted.entity(), deleted.version(), deleted.position(), delete.saw(), Optional.empty()));
        // Then
        assertThat(told()).anyMatch(told -> told.contains("resurrected: deleted at version " + deleted.version()));
    }

    @Test
    void findsResurrectedEdit_whenAReplacedValueIsOnItsAuthorsScreenAgain() throws IOException {
        // Given: an author sees in a later edit what an earlier one of his had replaced
        Entry.Save early = save(44);
        Entry.Save late = save(58);
        assertThat(early.entity()).isEqualTo(late.entity());
        run.entries.replaceAll(entry -> entry.equals(late) ? seeing(late, early.saw()) : entry);
        // Then
        assertThat(told())
                .anyMatch(told -> told.contains("flickered: replaced by operation " + SmallChaos.operation(44)));
    }

    @Test
    void findsMissedRow_whenAPageLacksOne() throws IOException {
        // Given
        Entry.Page page = aPage();
        replacePage(page, page.rows().subList(1, page.rows().size()));
        // Then
        assertThat(told())
                .anyMatch(told -> told.contains(
                        "missed: its change at " + page.rows().getFirst().position()));
    }

    @Test
    void findsDisorder_whenTheRowsOfAPageChangePlaces() throws IOException {
        // Given
        Entry.Page page = aPage();
        replacePage(page, page.rows().reversed());
        // Then
        assertThat(told()).anyMatch(told -> told.contains("out of order"));
    }

    @Test
    void findsHole_whenAPageBeginsBeyondItsCursor() throws IOException {
        // Given
        Entry.Page page = aPage();
        run.entries.replaceAll(entry -> entry.equals(page)
                ? new Entry.Page(
                        page.at(),
                        page.call(),
                        page.epoch(),
                        page.from() + 1,
                        page.to(),
                        page.cursor(),
                        true,
                        page.rows().subList(1, page.rows().size()))
                : entry);
        // Then
        assertThat(told()).anyMatch(told -> told.contains("a hole: a page from " + (page.from() + 1)));
    }

    @Test
    void findsVanishedPoison_whenNoRowKeepsIt() throws IOException {
        // Given
        run.poison.add(new PoisonPlace(7, 41));
        // Then
        assertThat(told())
                .containsExactly("record 41 of partition 7: vanished: it cannot be read, and no row keeps it");
    }

    @Test
    void findsBlame_whenAnOperationWasRefusedForTroubleOfTheDatabase() throws IOException {
        // Given
        Decided line = decided(40);
        run.log.set(run.log.indexOf(line), with(line, Outcome.rejected(Reason.MERGE_FAILED)));
        // Then
        assertThat(told()).anyMatch(told -> told.contains("blamed: it was refused because the merge failed"));
    }

    @Test
    void findsUntoldRestore_whenAnEpochBeganWithoutOne() throws IOException {
        // Given
        run.epochs = 2;
        // Then
        assertThat(told()).containsExactly("the server: 2 epochs, after 0 restores of the database");
    }

    private List<String> told() throws IOException {
        return run.violations(folder).stream().map(Violation::toString).toList();
    }

    private Entry.Save lastSave() {
        return run.entries.stream()
                .filter(Entry.Save.class::isInstance)
                .map(Entry.Save.class::cast)
                .filter(save -> run.rows.get(save.entity()) instanceof CanonicalRow.Live live
                        && live.fields().equals(save.wrote())
                        && !save.saw().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static String number(Entry.Save save) {
        return ((Json.Str) save.wrote().get("title")).value().substring("text ".length());
    }

    private Entry.Save save(int number) {
        return run.entries.stream()
                .filter(entry ->
                        entry instanceof Entry.Save save && number(save).equals("" + number))
                .map(Entry.Save.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Entry.Save seeing(Entry.Save save, Map<String, Json> saw) {
        return new Entry.Save(
                save.at(), save.call(), save.device(), save.scope(), save.entity(), save.wrote(), new TreeMap<>(saw));
    }

    private void replaceFields(EntityKey entity, Map<String, Json> fields) {
        CanonicalRow row = run.rows.get(entity);
        run.rows.put(
                entity,
                new CanonicalRow.Live(entity, row.version(), row.position(), new TreeMap<>(fields), Optional.empty()));
    }

    private Entry.Told firstTold(int number) {
        return run.entries.stream()
                .filter(entry -> entry instanceof Entry.Told told
                        && told.results().getFirst().operation().equals(SmallChaos.operation(number)))
                .map(Entry.Told.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private Decided decided(int number) {
        return run.log.stream()
                .filter(line -> line.operation().equals(SmallChaos.operation(number)))
                .findFirst()
                .orElseThrow();
    }

    private static Decided at(Decided line, Decided time) {
        return new Decided(
                line.scope(),
                line.operation(),
                line.subject(),
                line.device(),
                line.sequence(),
                time.at(),
                line.entity(),
                line.outcome());
    }

    private static Decided with(Decided line, Outcome outcome) {
        return new Decided(
                line.scope(),
                line.operation(),
                line.subject(),
                line.device(),
                line.sequence(),
                line.at(),
                line.entity(),
                outcome);
    }

    private Entry.Page aPage() {
        List<Entry.Page> pages = new ArrayList<>();
        for (Entry entry : run.entries) {
            if (entry instanceof Entry.Page page && page.rows().size() > 1) {
                pages.add(page);
            }
        }
        return pages.get(pages.size() / 2);
    }

    private void replacePage(Entry.Page page, List<Entry.Place> rows) {
        run.entries.replaceAll(entry -> entry.equals(page)
                ? new Entry.Page(
                        page.at(), page.call(), page.epoch(), page.from(), page.to(), page.cursor(), true, rows)
                : entry);
    }
}
