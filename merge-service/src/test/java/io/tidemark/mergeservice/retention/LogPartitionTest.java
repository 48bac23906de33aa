package io.tidemark.mergeservice.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogPartitionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T23:59:59Z");

    /** The last day of what is there; the next partition. Today is 2026-11-22. */
    @ParameterizedTest
    @CsvSource({
        "2026-12-23, ,           ",
        "2026-12-22, 2026-12-22, 2027-01-21",
        "2026-11-23, 2026-11-23, 2026-12-23",
        "2026-11-22, 2026-11-23, 2026-12-23",
        "2026-01-01, 2026-11-23, 2026-12-23",
        ",           2026-11-23, 2026-12-23",
    })
    void isMadeAhead_whenLessThanItsLengthIsLeft(
            @Nullable LocalDate last, @Nullable LocalDate from, @Nullable LocalDate until) {
        // Given
        List<LogPartition> there = last == null
                ? List.of()
                : List.of(new LogPartition(LocalDate.parse("2025-01-01")), new LogPartition(last));
        // When
        Optional<LogPartition.Missing> missing = LogPartition.missing(there, NOW);
        // Then
        assertThat(missing.map(LogPartition.Missing::from)).isEqualTo(Optional.ofNullable(from));
        assertThat(missing.map(each -> each.partition().until())).isEqualTo(Optional.ofNullable(until));
    }

    @Test
    void leavesNoGapAndAMonthAhead_whenLookedAfterOnceInAWhile() {
        // Given
        List<LogPartition> there = new ArrayList<>(List.of(new LogPartition(LocalDate.parse("2026-12-22"))));
        LocalDate covered = LocalDate.parse("2026-12-22");
        for (Instant now = NOW; now.isBefore(NOW.plus(Duration.ofDays(400))); now = now.plus(Duration.ofDays(9))) {
            // When
            for (var next = LogPartition.missing(there, now);
                    next.isPresent();
                    next = LogPartition.missing(there, now)) {
                // Then
                assertThat(next.get().from()).isEqualTo(covered);
                covered = next.get().partition().until();
                there.add(next.get().partition());
            }
            assertThat(there.getLast().end()).isAfter(now.plus(Duration.ofDays(LogPartition.DAYS)));
        }
    }

    @Test
    void isOver_whenItsLastLineIsOldEnough() {
        // Given
        LogPartition partition = new LogPartition(LocalDate.parse("2026-11-22"));
        Instant last = Instant.parse("2027-02-20T00:00:00Z");
        // When / Then
        assertThat(partition.isOver(last.minusMillis(1), Duration.ofDays(90))).isFalse();
        assertThat(partition.isOver(last, Duration.ofDays(90))).isTrue();
    }

    @Test
    void isReadFromItsName_whenThatIsOfOurMaking() {
        // Given
        LogPartition partition = new LogPartition(LocalDate.parse("2026-02-28"));
        // When / Then
        assertThat(partition.table()).isEqualTo("operation_log_until_20260228");
        assertThat(LogPartition.of(partition.table())).contains(partition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operation_log_rest", "operation_log_until_", "operation_log_until_20260230", "entity", ""})
    void isNone_whenTheNameIsOfAnotherKind(String table) {
        // When / Then
        assertThat(LogPartition.of(table)).isEmpty();
    }
}
