package io.tidemark.stack.cli;

import io.tidemark.protocol.explain.AuthorName;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What people wrote, for a terminal: short, and without anything that a terminal would obey. */
final class Words {
    private static final int LONGEST = 120;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    static String value(Json value) {
        String text = plain(CanonicalJson.write(value));
        return text.length() <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST))) + " … ("
                        + text.length() + " characters)";
    }

    static String fields(Map<String, Json> fields) {
        return fields.entrySet().stream()
                .map(field -> plain(field.getKey()) + " = " + value(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    static String author(AuthorName author) {
        if (author.subject().isEmpty()) {
            return "several authors";
        }
        return plain(author.subject())
                + author.device().map(device -> " on " + plain(device)).orElse("");
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** Control characters, and those that turn the direction of writing, as escapes. */
    static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean obeyed = Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
            if (obeyed) {
                out.append("\\u").append(String.format(Locale.ROOT, "%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
