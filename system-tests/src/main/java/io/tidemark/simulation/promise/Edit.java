package io.tidemark.simulation.promise;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.simulation.world.Notes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What somebody did, as it looked from outside.
 *
 * @param seen the unique words that he saw in each field that he changed or deleted; fields by their stored names
 * @param order of all edits of a world
 */
public record Edit(String device, String scope, Operation operation, SortedMap<String, Set<String>> seen, long order) {

    static Edit of(Happening.Saved saved, Optional<Edit> joined, long order) {
        TreeMap<String, Set<String>> seen = new TreeMap<>();
        saved.screen()
                .ifPresent(screen -> screen.forEach((field, value) -> {
                    if (isOf(saved.operation(), field)) {
                        seen.computeIfAbsent(stored(field), ignored -> new TreeSet<>())
                                .addAll(Notes.words(value));
                    }
                }));
        joined.ifPresent(
                first -> first.seen().forEach((field, words) -> seen.computeIfAbsent(field, ignored -> new TreeSet<>())
                        .addAll(words)));
        return new Edit(saved.device(), saved.scope(), saved.operation(), seen, order);
    }

    private static boolean isOf(Operation operation, String field) {
        return switch (operation) {
            case Operation.Delete ignored -> true;
            case Operation.Upsert upsert ->
                upsert.fields().containsKey(field) || upsert.changes().containsKey(field);
        };
    }

    static String stored(String field) {
        return "heading".equals(field) ? "title" : field;
    }

    /** Field to the unique words that it puts there and that its author had not seen there. */
    SortedMap<String, Set<String>> written() {
        TreeMap<String, Set<String>> written = new TreeMap<>();
        if (operation instanceof Operation.Upsert upsert) {
            upsert.fields().forEach((field, value) -> written.put(stored(field), unseen(field, Notes.words(value))));
            upsert.changes().forEach((field, change) -> {
                if (change instanceof Change.Elements elements) {
                    written.put(field, unseen(field, Notes.words(Json.strings(List.copyOf(elements.add())))));
                }
            });
        }
        return written;
    }

    private Set<String> unseen(String field, Set<String> words) {
        words.removeAll(seen.getOrDefault(stored(field), Set.of()));
        return words;
    }

    /** Field to the unique words that its author saw there, and did not keep. */
    SortedMap<String, Set<String>> replaced() {
        return switch (operation) {
            case Operation.Delete ignored -> seen;
            case Operation.Upsert upsert -> {
                TreeMap<String, Set<String>> replaced = new TreeMap<>();
                upsert.fields().forEach((field, value) -> {
                    TreeSet<String> gone = new TreeSet<>(seen.getOrDefault(stored(field), Set.of()));
                    gone.removeAll(Notes.words(value));
                    replaced.put(stored(field), gone);
                });
                upsert.changes().forEach((field, change) -> replaced.putAll(removed(field, change)));
                yield replaced;
            }
        };
    }

    private static Map<String, Set<String>> removed(String field, Change change) {
        return change instanceof Change.Elements elements ? Map.of(field, Set.copyOf(elements.remove())) : Map.of();
    }
}
