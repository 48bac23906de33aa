package io.tidemark.gateway.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.row.StoredRow;
import io.tidemark.gateway.store.FeedView;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedReadingTest {
    private static final Access ACCESS = new Access("acme", "notes", "alice");

    @ParameterizedTest
    @CsvSource({
        "epoch, 918,   0, 918, 0, ",
        "epoch,   0,   0, 918, 900, ",
        "epoch, 100,   0, 918, 100, ",
        "epoch, 100, 500, 918, 500, ",
        "epoch,  99,   0, 918, 100, CURSOR_EXPIRED",
        "epoch,  99, 400, 918, 401, CURSOR_EXPIRED",
        "epoch, 919,   0, 918, 0, CURSOR_AHEAD",
        "other,   5,   0, 918, 0, CURSOR_OF_ANOTHER_EPOCH",
        "other,   0,   0, 918, 0, CURSOR_OF_ANOTHER_EPOCH"
    })
    void tellsWhetherToStartAnew_whenACursorComesBack(
            String epoch, long position, long start, long head, long floor, ProblemType expected) {
        // Given
        FeedReading reading = reading(new Cursor(epoch, "acme", "notes", position, start, ""));
        // When
        Optional<ProblemType> resync = reading.resync(view(head, floor, 0));
        // Then
        assertThat(resync).isEqualTo(Optional.ofNullable(expected));
    }

    /** SCHEMA-18: what was left out or called otherwise for the other version did not change since, and must come. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "5, a, a, -",
                "5, a, b, CURSOR_OF_OTHER_SCHEMAS",
                "5, '', b, CURSOR_OF_OTHER_SCHEMAS",
                "5, a, '', CURSOR_OF_OTHER_SCHEMAS",
                "0, a, b, -"
            })
    void tellsToStartAnew_whenTheReaderIsOfOtherSchemas(long position, String then, String now, ProblemType expected) {
        // Given
        Cursor cursor = new Cursor("epoch", "acme", "notes", position, 0, then);
        FeedReading reading = new FeedReading(ACCESS, Optional.of(cursor), now);
        // When
        Optional<ProblemType> resync = reading.resync(view(918, 0, 0));
        // Then
        assertThat(resync).isEqualTo(Optional.ofNullable(expected));
        assertThat(reading.page(view(918, 0, 0)).next().forms()).isEqualTo(now);
    }

    @Test
    void neverStartsAnew_whenThereIsNoCursor() {
        // Given
        FeedReading reading = new FeedReading(ACCESS, Optional.empty(), "");
        // When
        Optional<ProblemType> resync = reading.resync(view(0, 0, 0));
        // Then
        assertThat(resync).isEmpty();
    }

    @Test
    void endsAtTheHead_whenAllThatIsAheadIsInThePage() {
        // Given: positions 3 and 5 are held by no row any more
        FeedReading reading = reading(new Cursor("epoch", "acme", "notes", 1, 0, ""));
        // When
        FeedReading.Page page = reading.page(view(5, 0, 2, 2, 4));
        // Then
        assertThat(page)
                .isEqualTo(new FeedReading.Page(
                        1, new Cursor("epoch", "acme", "notes", 5, 0, ""), true, OptionalLong.of(42)));
    }

    @Test
    void endsAtItsLastRow_whenMoreIsAhead() {
        // Given
        FeedReading reading = new FeedReading(ACCESS, Optional.empty(), "");
        // When
        FeedReading.Page page = reading.page(view(9, 0, 5, 2, 4));
        // Then: no mark without a checkpoint, and the head at the start of this first sync is kept
        assertThat(page)
                .isEqualTo(new FeedReading.Page(
                        0, new Cursor("epoch", "acme", "notes", 4, 9, ""), false, OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({"other, notes", "acme, other"})
    void refusesTheCursor_whenItIsOfAnotherTenantOrScope(String tenant, String scope) {
        // Given
        Cursor cursor = new Cursor("epoch", tenant, scope, 0, 0, "");
        // When / Then
        assertThatThrownBy(() -> reading(cursor)).isInstanceOf(Refusal.class).hasMessage("invalid-cursor");
    }

    private static FeedReading reading(Cursor cursor) {
        return new FeedReading(ACCESS, Optional.of(cursor), "");
    }

    private static FeedView view(long head, long floor, long ahead, long... positions) {
        List<StoredRow> rows = LongStream.of(positions)
                .mapToObj(position -> new StoredRow(
                        new EntityKey("note", "n" + position), 1, position, position, false, "{}", Optional.empty()))
                .toList();
        return new FeedView("epoch", head, floor, OptionalLong.of(42), ahead, rows);
    }
}
