package io.tidemark.laws.law;

import io.tidemark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What may not be lost of a field's value: the value itself, a text's words, a set's elements. */
final class Units {
    /** Of the other fields somebody declared that a value may give way unseen. */
    private static final Set<String> KEPT = Set.of("title", "body", "origin", "text");

    private static final Pattern WORDS = Pattern.compile("\\w+");

    private Units() {}

    static boolean isKept(String field) {
        return KEPT.contains(field);
    }

    static Set<String> of(String field, Map<String, Json> fields) {
        return fields.containsKey(field) ? of(field, fields.get(field)) : Set.of();
    }

    static Set<String> of(String field, Json value) {
        return switch (value) {
            case Json.Str(String text) when "text".equals(field) -> words(text);
            case Json.Str(String text) -> Set.of(text);
            case Json.Arr(List<Json> items) -> {
                TreeSet<String> units = new TreeSet<>();
                items.forEach(item -> units.addAll(of("", item)));
                yield units;
            }
            case Json.Null() -> Set.of();
            case Json.Bool ignored -> Set.of();
            case Json.Num ignored -> Set.of();
            case Json.Obj ignored -> Set.of();
        };
    }

    private static Set<String> words(String text) {
        TreeSet<String> words = new TreeSet<>();
        WORDS.matcher(text).results().forEach(word -> words.add(word.group()));
        return words;
    }
}
