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
    /** Any JSON. Limit: {@code maxLength}, in characters of its canonical form. */
    JSON;

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
            case JSON -> CanonicalJson.write(value).length() <= field.maxLength();
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
