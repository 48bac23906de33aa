package io.tidemark.protocol.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * W3C Trace Context, version 00: the trace that an operation's author began.
 *
 * @param traceId 32 hexadecimal digits, not all of them zero
 * @param spanId 16, not all of them zero
 * @param sampled whether spans of it are wanted
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])");

    /** Empty for what is none: a trace is no reason to refuse anything. */
    public static Optional<TraceParent> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new TraceParent(
                        parts.group(1),
                        parts.group(2),
                        Character.digit(parts.group(3).charAt(0), 16) % 2 == 1))
                : Optional.empty();
    }
}
