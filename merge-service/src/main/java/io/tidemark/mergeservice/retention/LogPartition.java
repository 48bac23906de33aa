package io.tidemark.mergeservice.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * A part of {@code operation_log} that is made, and dropped, as a whole. Its table's name says all that is to be known
 * of it.
 *
 * @param until the day, in UTC, before which its lines were decided
 */
record LogPartition(LocalDate until) implements Comparable<LogPartition> {
    static final int DAYS = 30;
    private static final String PREFIX = "operation_log_until_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** Empty for a table of another kind: the one for the rest. */
    static Optional<LogPartition> of(String table) {
        if (!table.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogPartition(LocalDate.parse(table.substring(PREFIX.length()), DAY)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    String table() {
        return PREFIX + DAY.format(until);
    }

    Instant end() {
        return until.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    boolean isOver(Instant now, Duration kept) {
        return !end().plus(kept).isAfter(now);
    }

    @Override
    public int compareTo(LogPartition other) {
        return until.compareTo(other.until);
    }

    /**
     * A partition that is to be made.
     *
     * @param from the first day of its lines
     */
    record Missing(LocalDate from, LogPartition partition) {}

    /**
     * The next one, made when less than its own length is left of the last. Where that was missed, it begins tomorrow:
     * what was decided meanwhile, and will be today, lies with the rest, which must not hold lines of another partition.
     */
    static Optional<Missing> missing(Collection<LogPartition> there, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate last = there.stream()
                .max(Comparator.naturalOrder())
                .map(LogPartition::until)
                .orElse(today);
        if (last.isAfter(today.plusDays(DAYS))) {
            return Optional.empty();
        }
        LocalDate from = last.isAfter(today) ? last : today.plusDays(1);
        return Optional.of(new Missing(from, new LogPartition(from.plusDays(DAYS))));
    }
}
