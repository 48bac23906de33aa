package io.tidemark.protocol.entity;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The JSON type of a field's values. {@code null} is a value of every type. */
public enum FieldType {
    /** Limit: {@code maxLength}, in UTF-16 code units. */
    STRING,
    BOOLEAN,
    /** Whole numbers from -(2^53 - 1) to 2^53 - 1. */
    INTEGER,
    NUMBER,
    /** An array of strings. Limits: {@code maxItems}, and {@code maxLength} for each. */
    STRINGS,
    /** Any JSON, up to {@link #DEEPEST} levels. Limit: {@code maxLength}, in characters of its canonical form. */
    JSON;

    /** A page's conflict copies wrap a value in six levels more, and a reader takes 32. */
    public static final int DEEPEST = 16;

    boolean accepts(Json value, Field field) {
        if (value instanceof Json.Null) {
            return true;
        }
        return switch (this) {
            case STRING -> isString(value, field.maxLength());
            case BOOLEAN -> value instanceof Json.Bool;
            case INTEGER -> value instanceof Json.Num number && number.isInteger();
            case NUMBER -> value instanceof Json.Num;
            case STRINGS ->
                value instanceof Json.Arr(List<Json> items)
                        && items.size() <= field.maxItems()
                        && items.stream().allMatch(item -> isString(item, field.maxLength()));
            case JSON -> !isTooDeep(value) && CanonicalJson.write(value).length() <= field.maxLength();
        };
    }

    /** Whether it has more than {@link #DEEPEST} levels. */
    public static boolean isTooDeep(Json value) {
        return depth(value) > DEEPEST;
    }

    private static int depth(Json value) {
        return switch (value) {
            case Json.Arr(List<Json> items) ->
                1 + items.stream().mapToInt(FieldType::depth).max().orElse(0);
            case Json.Obj(var members) ->
                1 + members.values().stream().mapToInt(FieldType::depth).max().orElse(0);
            case Json.Null ignored -> 0;
            case Json.Bool ignored -> 0;
            case Json.Num ignored -> 0;
            case Json.Str ignored -> 0;
        };
    }

    private static boolean isString(Json value, int maxLength) {
        return value instanceof Json.Str(String text) && text.length() <= maxLength;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FieldType> parse(String slug) {
        return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(FieldType::slug).collect(Collectors.joining(", "));
    }
}
