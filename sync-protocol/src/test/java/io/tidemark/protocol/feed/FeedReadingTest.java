package io.tidemark.protocol.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.problem.ProblemType;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedReadingTest {
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
        FeedReading reading = new FeedReading("acme", "notes", Optional.of(cursor), now);
        // When
        Optional<ProblemType> resync = reading.resync(view(918, 0, 0));
        // Then
        assertThat(resync).isEqualTo(Optional.ofNullable(expected));
        assertThat(reading.page(view(918, 0, 0)).next().forms()).isEqualTo(now);
    }

    @Test
    void neverStartsAnew_whenThereIsNoCursor() {
        // Given
        FeedReading reading = new FeedReading("acme", "notes", Optional.empty(), "");
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
        FeedReading reading = new FeedReading("acme", "notes", Optional.empty(), "");
        // When
        FeedReading.Page page = reading.page(view(9, 0, 5, 2, 4));
        // Then: no mark without a checkpoint, and the head at the start of this first sync is kept
        assertThat(page)
                .isEqualTo(new FeedReading.Page(
                        0, new Cursor("epoch", "acme", "notes", 4, 9, ""), false, OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({"acme, notes, true", "other, notes, false", "acme, other, false"})
    void belongsToOneTenantAndScope_whenItIsACursor(String tenant, String scope, boolean expected) {
        // Given
        Cursor cursor = new Cursor("epoch", "acme", "notes", 0, 0, "");
        // When
        boolean belongs = cursor.belongsTo(tenant, scope);
        // Then
        assertThat(belongs).isEqualTo(expected);
    }

    private static FeedReading reading(Cursor cursor) {
        return new FeedReading("acme", "notes", Optional.of(cursor), "");
    }

    private static FeedSight view(long head, long floor, long ahead, long... positions) {
        long last = LongStream.of(positions).max().orElse(0);
        return new FeedSight("epoch", head, floor, OptionalLong.of(42), ahead, positions.length, last, false);
    }
}
