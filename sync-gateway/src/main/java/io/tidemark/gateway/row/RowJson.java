package io.tidemark.gateway.row;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.schema.RowForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes rows around the JSON that the store already holds: it is neither parsed nor written again, unless the client
 * knows the row in another form.
 */
public final class RowJson {
    /** The longest run of digits in the shortest form of a double that a client sent. */
    private static final int MAX_DIGITS = 21;

    private RowJson() {}

    public static String write(StoredRow row, RowForms forms) {
        StringBuilder out = new StringBuilder(128 + row.fields().length());
        write(row, forms, out);
        return out.toString();
    }

    public static void writeAll(List<StoredRow> rows, RowForms forms, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(rows.get(i), forms, out);
        }
        out.append(']');
    }

    private static void write(StoredRow row, RowForms forms, StringBuilder out) {
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
        Optional<RowForm> form = forms.of(row.entity().type());
        out.append(",\"fields\":");
        out.append(form.map(known -> fields(row, known)).orElseGet(() -> shortNumbers(row.fields())));
        row.conflict().ifPresent(conflict -> {
            out.append(",\"conflict\":");
            out.append(form.map(known -> conflict(conflict, known)).orElseGet(() -> shortNumbers(conflict)));
        });
        out.append('}');
    }

    private static String fields(StoredRow row, RowForm form) {
        Map<String, Json> stored = members(row.fields());
        return CanonicalJson.write(new Json.Obj(row.conflict().isPresent() ? form.names(stored) : form.fields(stored)));
    }

    /** Member by member: whatever else a newer merge may have written there passes. */
    private static String conflict(String conflict, RowForm form) {
        TreeMap<String, Json> members = new TreeMap<>(members(conflict));
        members.computeIfPresent("seen", (name, seen) -> named(seen, form));
        members.computeIfPresent("theirs", (name, theirs) -> named(theirs, form));
        return CanonicalJson.write(new Json.Obj(members));
    }

    private static Json named(Json json, RowForm form) {
        return json instanceof Json.Obj(var members) ? new Json.Obj(form.names(members)) : json;
    }

    private static Map<String, Json> members(String stored) {
        try {
            return Members.of(JsonReader.read(shortNumbers(stored)), "").all();
        } catch (InvalidJson | InvalidShape e) {
            throw new IllegalStateException("a stored row that cannot be read", e);
        }
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
