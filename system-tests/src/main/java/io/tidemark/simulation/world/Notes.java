package io.tidemark.simulation.world;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a world is about: scopes of notes. Two versions of the declaration, for apps and servers of both. */
public final class Notes {
    public static final String TENANT = "demo";

    public static final EntityTypes FIRST = EntityTypesFile.parse("notes-1.yaml", """
            types:
              note:
                schema: 1
                fields:
                  title: { type: string }
                  body: { type: string }
                  text: { type: string, policy: text }
                  tags: { type: strings, policy: add-wins-set }
                  likes: { type: integer, policy: counter }
                  pinned: { type: string, policy: last-writer }
            """);

    public static final EntityTypes SECOND = EntityTypesFile.parse("notes-2.yaml", """
            types:
              note:
                schema: 2
                fields:
                  heading: { type: string, renamed: [{ from: title, in: 2 }] }
                  body: { type: string }
                  text: { type: string, policy: text }
                  tags: { type: strings, policy: add-wins-set }
                  likes: { type: integer, policy: counter }
                  pinned: { type: string, policy: last-writer }
                  place: { type: string, since: 2 }
            """);

    /** A counter that everybody increments, and nobody deletes. */
    public static final EntityKey TALLY = note("tally");

    public static final List<EntityKey> SHARED = List.of(note("n0"), note("n1"), note("n2"), note("n3"));

    private Notes() {}

    public static EntityKey note(String id) {
        return new EntityKey("note", id);
    }

    /** Edited by one device alone. */
    public static EntityKey own(String device) {
        return note("own-" + device);
    }

    public static ScopeKey key(String scope) {
        return new ScopeKey(TENANT, scope);
    }

    /** The version of the declaration. */
    public static int version(EntityTypes types) {
        return types.find("note").orElseThrow().schema();
    }

    /**
     * The unique words of a value that nobody may lose: each begins with {@code u} and a digit. Of the other words
     * somebody declared that they may give way.
     */
    public static Set<String> words(Json value) {
        TreeSet<String> words = new TreeSet<>();
        collect(value, words);
        return words;
    }

    public static Set<String> words(Map<String, Json> fields) {
        TreeSet<String> words = new TreeSet<>();
        fields.values().forEach(value -> collect(value, words));
        return words;
    }

    private static void collect(Json value, Set<String> words) {
        switch (value) {
            case Json.Str(String text) -> split(text, words);
            case Json.Arr(List<Json> items) -> items.forEach(item -> collect(item, words));
            case Json.Null ignored -> {}
            case Json.Bool ignored -> {}
            case Json.Num ignored -> {}
            case Json.Obj ignored -> {}
        }
    }

    private static void split(String text, Set<String> words) {
        int begin = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inside = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
            if (inside && begin < 0) {
                begin = i;
            } else if (!inside && begin >= 0) {
                if (text.charAt(begin) == 'u' && i - begin > 1 && Character.isDigit(text.charAt(begin + 1))) {
                    words.add(text.substring(begin, i));
                }
                begin = -1;
            }
        }
    }
}
