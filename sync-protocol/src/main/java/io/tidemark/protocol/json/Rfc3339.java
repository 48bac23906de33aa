package io.tidemark.protocol.json;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times as RFC 3339 writes them, in UTC and always with three digits: one time has one text. */
public final class Rfc3339 {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Rfc3339() {}

    public static Json write(Instant time) {
        return Json.of(MILLISECONDS.format(time));
    }

    public static Instant read(Members members, String name) throws InvalidShape {
        try {
            return Instant.parse(members.string(name));
        } catch (DateTimeParseException e) {
            throw new InvalidShape(name, "a time of RFC 3339 is expected");
        }
    }
}
