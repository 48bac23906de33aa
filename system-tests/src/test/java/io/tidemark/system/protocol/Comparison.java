package io.tidemark.system.protocol;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Where a real document is another than the page's; nothing may be there that the page does not show. */
final class Comparison {
    private final Bindings bindings;

    Comparison(Bindings bindings) {
        this.bindings = bindings;
    }

    /** The first difference, in words. */
    Optional<String> difference(Json page, Json real) {
        return difference("", "", page, real);
    }

    private Optional<String> difference(String path, String member, Json page, Json real) {
        if (page instanceof Json.Obj(var expected) && real instanceof Json.Obj(var actual)) {
            return members(path, expected, actual);
        }
        if (page instanceof Json.Arr(List<Json> expected) && real instanceof Json.Arr(List<Json> actual)) {
            return items(path, member, expected, actual);
        }
        boolean same = (page instanceof Json.Str(String text) && real instanceof Json.Str(String other))
                ? bindings.isSame(member, text, other)
                : page.equals(real);
        return same
                ? Optional.empty()
                : Optional.of("%s is %s, and the page says %s"
                        .formatted(path, CanonicalJson.write(real), CanonicalJson.write(page)));
    }

    private Optional<String> members(String path, Map<String, Json> page, Map<String, Json> real) {
        TreeSet<String> names = new TreeSet<>(page.keySet());
        names.addAll(real.keySet());
        for (String name : names) {
            Json expected = page.get(name);
            Json actual = real.get(name);
            if (expected == null || actual == null) {
                return Optional.of(
                        "%s/%s is %s".formatted(path, name, expected == null ? "not on the page" : "missing"));
            }
            Optional<String> difference = difference(path + "/" + name, name, expected, actual);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private Optional<String> items(String path, String member, List<Json> page, List<Json> real) {
        if (page.size() != real.size()) {
            return Optional.of("%s has %d items, and on the page %d".formatted(path, real.size(), page.size()));
        }
        for (int i = 0; i < page.size(); i++) {
            Optional<String> difference = difference(path + "/" + i, member, page.get(i), real.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }
}
