package io.tidemark.merge.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.lane.Footing.Finding;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MS-5 as a table: committed, stored, begin, end; resume, position, finding. An empty cell: not known. */
class FootingTest {
    @ParameterizedTest
    @CsvSource({
        ",   ,   0,  9, 0, 0, FRESH",
        ",   ,   4,  9, 4, 4, FRESH",
        "7,  ,   0,  9, 0, 0, FRESH",
        ",   5,  0,  9, 5, 5, STANDS",
        "5,  5,  0,  9, 5, 5, STANDS",
        "3,  5,  0,  9, 3, 5, STANDS",
        "1,  5,  2,  9, 2, 5, STANDS",
        "9,  9,  0,  9, 9, 9, STANDS",
        "7,  5,  0,  9, 5, 5, BEHIND_KAFKA",
        "12, 12, 0,  9, 9, 9, BEYOND_THE_END",
        "3,  12, 0,  9, 3, 9, BEYOND_THE_END",
        "1,  2,  4,  9, 4, 4, BEFORE_THE_START",
        "6,  2,  4,  9, 4, 4, BEFORE_THE_START",
        ",   12, 0,  0, 0, 0, BEYOND_THE_END",
    })
    void takesUpLaneAtSmallerOffset_whenFound(
            @Nullable Long committed,
            @Nullable Long stored,
            long begin,
            long end,
            long resume,
            long position,
            Finding finding) {
        // When
        Footing footing = Footing.of(optional(committed), optional(stored), begin, end);

        // Then
        assertThat(footing).isEqualTo(new Footing(resume, position, finding));
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
