package io.tidemark.protocol.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.erdtman.jcs.NumberToJSON;

/** Writes the canonical form of a value: RFC 8785, the JSON Canonicalization Scheme. */
public final class CanonicalJson {
    private static final double SMALL_INTEGER = 1e15;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private CanonicalJson() {}

    public static String write(Json value) {
        StringBuilder out = new StringBuilder(512);
        write(value, out);
        return out.toString();
    }

    public static byte[] bytes(Json value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    /** Appends, so that a large document is built without intermediate strings. */
    public static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Null() -> out.append("null");
            case Json.Bool(boolean bool) -> out.append(bool);
            case Json.Num number -> writeNumber(number.value(), out);
            case Json.Str(String text) -> writeString(text, out);
            case Json.Arr array -> writeArray(array, out);
            case Json.Obj object -> writeObject(object.members(), out);
        }
    }

    private static void writeArray(Json.Arr array, StringBuilder out) {
        out.append('[');
        for (Iterator<Json> items = array.items().iterator(); items.hasNext(); ) {
            write(items.next(), out);
            if (items.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private static void writeObject(Map<String, Json> members, StringBuilder out) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, Json> member : members.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            writeString(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
        }
        out.append('}');
    }

    /** ECMAScript's shortest form; whole numbers of up to 15 digits need no search for it. */
    private static void writeNumber(double value, StringBuilder out) {
        if (value == Math.rint(value) && Math.abs(value) < SMALL_INTEGER) {
            out.append((long) value);
            return;
        }
        try {
            out.append(NumberToJSON.serializeNumber(value));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a finite number always has a form", impossible);
        }
    }

    /** Runs that need no escape are copied whole: most strings are one. */
    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, begin, i);
                writeEscape(c, out);
                begin = i + 1;
            }
        }
        out.append(text, begin, text.length()).append('"');
    }

    private static void writeEscape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
        }
    }
}
