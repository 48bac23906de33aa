package io.tidemark.simulator.demo;

import io.tidemark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a person writes. Each value of title, body and tags ends in a mark that no other value has, so that the oracle
 * can follow it. Deterministic by its seed. Not thread-safe.
 */
final class Wording {
    private static final List<String> THINGS = List.of(
            "milk", "bread", "the ferry", "rent", "grüne Äpfel", "birthday \"surprise\"", "tide table", "🌊 swim");
    private static final List<String> SENTENCES = List.of(
            "Ask before Friday.",
            "Not the cheap one!",
            "See the harbour office, second floor.",
            "Line one\nline two\tand a tab.",
            "Backslash \\ and \"quotes\" are letters too.",
            "Ünïcödé stays as it is: 中文, עברית, 🧭.");
    private static final int LONGEST_BODY = 6;

    private final String owner;
    private final Random random;
    private int written;

    Wording(String owner, Random random) {
        this.owner = owner;
        this.random = random;
    }

    Json title() {
        return Json.of(one(THINGS) + " " + mark());
    }

    Json body() {
        StringBuilder body = new StringBuilder();
        for (int i = 1 + random.nextInt(LONGEST_BODY); i > 0; i--) {
            body.append(one(SENTENCES)).append(' ');
        }
        return Json.of(body + mark());
    }

    Json tags() {
        return Json.strings(List.of(one(THINGS), mark()));
    }

    Json preference() {
        return Json.Obj.of(Map.of("dark", Json.of(random.nextBoolean()), "by", Json.of(mark())));
    }

    /** A fresh value for a field of a note. */
    Json valueOf(String field) {
        return switch (field) {
            case "title" -> title();
            case "body" -> body();
            case "tags" -> tags();
            default -> Json.of(random.nextBoolean());
        };
    }

    private String mark() {
        return "~" + owner + "." + written++;
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
