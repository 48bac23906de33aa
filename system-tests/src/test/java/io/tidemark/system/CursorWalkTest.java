package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.PlacedRow;
import io.tidemark.simulator.oracle.walk.WalkChecker;
import io.tidemark.simulator.oracle.walk.WalkHistory;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import io.tidemark.simulator.walk.Walk;
import io.tidemark.simulator.walk.WalkOptions;
import io.tidemark.simulator.walk.WalkResult;
import io.tidemark.simulator.walk.WalkText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G5 and G6: a feed that is read by cursor while it is written and the merge service is killed. A fifth of
 * {@code ./tidemark cursor-walk}; the whole is in {@code docs/reports}.
 */
class CursorWalkTest {
    private static final WalkOptions OPTIONS = new WalkOptions(4_000, 8, 8, 2, 20_261_122L);

    @TempDir
    private static Path folder;

    private static WalkResult.Judged walked;

    @BeforeAll
    static void walk() throws Exception {
        walked = (WalkResult.Judged) Walk.run(OPTIONS, folder.resolve("stack"), line -> {}, new StopRequest());
    }

    @Test
    void missesNoRowAndEndsEqual_whenTheMergeServiceIsKilledTwice() {
        // Given
        WalkHistory history = walked.history();
        // Then
        assertThat(walked.verdict().violations()).isEmpty();
        assertThat(walked.verdict().findings()).extracting(Finding::examined).allMatch(examined -> examined > 0);
        assertThat(history.writes()).hasSize(4_000);
        assertThat(history.readers()).hasSize(8).allSatisfy(reader -> assertThat(reader.pages())
                .hasSizeGreaterThan(10));
        assertThat(walked.figures().killedAfter()).hasSize(2).allMatch(writes -> writes < 4_000);
        assertThat(WalkText.gone(history)).isZero();
    }

    @Test
    void findsMissedRow_whenOneIsDroppedFromOneRecord() {
        // Given
        PlacedRow lost = anyRow(walked.history());
        // When
        List<Violation> violations = violations(page -> without(page, lost));
        // Then
        assertThat(violations).anyMatch(found -> found.toString()
                .startsWith("reader-3, " + lost.entity().type() + " "
                        + lost.entity().id() + ": missed"));
        assertThat(violations).allMatch(found -> found.subject().startsWith("reader-3"));
    }

    @Test
    void findsDisorder_whenTwoPositionsOfOneRecordAreSwapped() {
        // Given
        PlacedRow first = anyRow(walked.history());
        // When
        List<Violation> violations = violations(page -> swapped(page, first));
        // Then
        assertThat(violations)
                .anyMatch(found -> found.sentence().startsWith("out of order"))
                .anyMatch(found -> found.toString()
                        .startsWith("reader-3, " + first.entity().type() + " "
                                + first.entity().id() + ": a phantom"));
        assertThat(violations).allMatch(found -> found.subject().startsWith("reader-3"));
    }

    /** The first row of a full page, from the middle of the third reader's record. */
    private static PlacedRow anyRow(WalkHistory history) {
        List<Page> pages = history.readers().get(2).pages().stream()
                .filter(page -> page.rows().size() > 1)
                .toList();
        return pages.get(pages.size() / 2).rows().getFirst();
    }

    private static List<Violation> violations(UnaryOperator<Page> damage) {
        WalkHistory history = walked.history();
        List<ReaderRecord> readers = new ArrayList<>(history.readers());
        ReaderRecord third = readers.get(2);
        readers.set(
                2,
                new ReaderRecord(
                        third.reader(), third.pages().stream().map(damage).toList(), third.refusals()));
        return WalkChecker.check(new WalkHistory(history.writes(), readers, history.server(), history.log()))
                .violations();
    }

    private static Page without(Page page, PlacedRow row) {
        List<PlacedRow> rows = new ArrayList<>(page.rows());
        rows.remove(row);
        return with(page, rows);
    }

    private static Page swapped(Page page, PlacedRow first) {
        List<PlacedRow> rows = new ArrayList<>(page.rows());
        if (rows.contains(first)) {
            PlacedRow second = rows.get(1);
            rows.set(0, at(second.position(), first));
            rows.set(1, at(first.position(), second));
        }
        return with(page, rows);
    }

    private static PlacedRow at(long position, PlacedRow row) {
        return new PlacedRow(row.entity(), row.version(), position, row.content());
    }

    private static Page with(Page page, List<PlacedRow> rows) {
        return new Page(page.epoch(), page.from(), page.to(), page.checkpoint(), rows);
    }
}
