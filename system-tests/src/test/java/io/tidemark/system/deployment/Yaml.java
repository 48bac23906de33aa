package io.tidemark.system.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A YAML value, or its absence: reading on from an absent value gives an absent one. Compose's merge keys
 * ({@code <<}) are resolved.
 */
record Yaml(@Nullable Object value) {

    static List<Yaml> documents(String text) {
        Load load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
        List<Yaml> documents = new ArrayList<>();
        for (Object document : load.loadAllFromString(text)) {
            documents.add(new Yaml(merged(document)));
        }
        return documents;
    }

    static Yaml document(String text) {
        return documents(text).getFirst();
    }

    private static @Nullable Object merged(@Nullable Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(Yaml::merged).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((key, member) -> {
            if (!key.equals("<<")) {
                result.put(String.valueOf(key), merged(member));
            }
        });
        new Yaml(merged(map.get("<<"))).members().forEach((key, member) -> result.putIfAbsent(key, member.value));
        return result;
    }

    Yaml at(String... path) {
        Object here = value;
        for (String key : path) {
            here = here instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return new Yaml(here);
    }

    boolean present() {
        return value != null;
    }

    boolean is(Object expected) {
        return expected.equals(value);
    }

    /** A scalar as it would be written; empty when absent. */
    String text() {
        return Objects.toString(value, "");
    }

    int number() {
        return value instanceof Integer number ? number : -1;
    }

    List<Yaml> items() {
        return value instanceof List<?> list ? list.stream().map(Yaml::new).toList() : List.of();
    }

    List<String> texts() {
        return items().stream().map(Yaml::text).toList();
    }

    Map<String, Yaml> members() {
        Map<String, Yaml> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> members.put(String.valueOf(key), new Yaml(member)));
        }
        return members;
    }

    /** The members as plain texts, for labels and the like. */
    Map<String, String> textMembers() {
        Map<String, String> texts = new LinkedHashMap<>();
        members().forEach((key, member) -> texts.put(key, member.text()));
        return texts;
    }

    /** The first item with that member; absent if there is none. */
    Yaml itemWith(String key, String expected) {
        return items().stream()
                .filter(item -> item.at(key).text().equals(expected))
                .findFirst()
                .orElse(new Yaml(null));
    }
}
