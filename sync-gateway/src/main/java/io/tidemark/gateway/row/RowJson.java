package io.tidemark.gateway.row;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.util.List;

/** Writes rows around the JSON that the store already holds: it is neither parsed nor written again. */
public final class RowJson {
    /** The longest run of digits in the shortest form of a double that a client sent. */
    private static final int MAX_DIGITS = 21;

    private RowJson() {}

    public static String write(StoredRow row) {
        StringBuilder out = new StringBuilder(128 + row.fields().length());
        write(row, out);
        return out.toString();
    }

    public static void writeAll(List<StoredRow> rows, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(rows.get(i), out);
        }
        out.append(']');
    }

    private static void write(StoredRow row, StringBuilder out) {
        out.append("{\"type\":");
        CanonicalJson.write(Json.of(row.entity().type()), out);
        out.append(",\"entity\":");
        CanonicalJson.write(Json.of(row.entity().id()), out);
        out.append(",\"version\":").append(row.version());
        out.append(",\"position\":").append(row.position());
        if (row.deleted()) {
            out.append(",\"deleted\":true}");
            return;
        }
        out.append(",\"fields\":").append(shortNumbers(row.fields()));
        row.conflict().ifPresent(conflict -> out.append(",\"conflict\":").append(shortNumbers(conflict)));
        out.append('}');
    }

    /** PostgreSQL writes 1e300 as 301 digits, which no reader of the protocol takes: only then look closer. */
    static String shortNumbers(String json) {
        return hasLongRun(json) ? rewritten(json) : json;
    }

    private static boolean hasLongRun(String json) {
        int run = 0;
        for (int i = 0; i < json.length(); i++) {
            run = isDigit(json.charAt(i)) ? run + 1 : 0;
            if (run > MAX_DIGITS) {
                return true;
            }
        }
        return false;
    }

    private static String rewritten(String json) {
        StringBuilder out = new StringBuilder(json.length());
        boolean inString = false;
        int i = 0;
        while (i < json.length()) {
            char c = json.charAt(i);
            if (inString) {
                int step = c == '\\' ? 2 : 1;
                out.append(json, i, i + step);
                inString = c != '"';
                i += step;
            } else if (isDigit(c) || c == '-') {
                int end = numberEnd(json, i + 1);
                CanonicalJson.write(Json.of(Double.parseDouble(json.substring(i, end))), out);
                i = end;
            } else {
                out.append(c);
                inString = c == '"';
                i++;
            }
        }
        return out.toString();
    }

    private static int numberEnd(String json, int from) {
        int end = from;
        while (end < json.length() && "0123456789+-.eE".indexOf(json.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
