package io.tidemark.gateway.openapi;

import static io.tidemark.gateway.openapi.ApiChanges.names;
import static io.tidemark.gateway.openapi.ApiChanges.union;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * What became of a schema. What clients send may be allowed more and demanded less; what they receive may promise more
 * and vary less: everything else breaks the clients that are there.
 */
final class SchemaChanges {
    private static final List<String> AT_LEAST = List.of("minimum", "minLength", "minItems");
    private static final List<String> AT_MOST = List.of("maximum", "maxLength", "maxItems");
    private static final List<String> FIXED = List.of("format", "pattern", "const", "default");

    private final OpenApi before;
    private final OpenApi after;
    private final String where;
    private final boolean sentByClients;
    private final List<Difference> found;

    SchemaChanges(OpenApi before, OpenApi after, String where, boolean sentByClients, List<Difference> found) {
        this.before = before;
        this.after = after;
        this.where = where;
        this.sentByClients = sentByClients;
        this.found = found;
    }

    void compare(JsonNode old, JsonNode now) {
        compare("", before.resolve(old), after.resolve(now));
    }

    private void compare(String path, JsonNode was, JsonNode is) {
        if (was.equals(is) && !was.toString().contains("$ref")) {
            return;
        }
        choices(path, "type", was, is);
        choices(path, "enum", was, is);
        AT_LEAST.forEach(bound -> bound(path, bound, was, is, 1));
        AT_MOST.forEach(bound -> bound(path, bound, was, is, -1));
        FIXED.stream()
                .filter(member -> !was.path(member).equals(is.path(member)))
                .forEach(member -> add(true, path, member + " changed"));
        properties(path, was, is);
        inner(path + "/*", "items", was, is);
        inner(path + "/*", "additionalProperties", was, is);
        alternatives(path, "oneOf", was, is);
        alternatives(path, "allOf", was, is);
    }

    /** Fewer values are a tighter schema. */
    private void choices(String path, String member, JsonNode was, JsonNode is) {
        Set<String> old = set(was.path(member));
        Set<String> now = set(is.path(member));
        if (old.equals(now)) {
            return;
        }
        boolean tightened = !now.isEmpty() && (old.isEmpty() || !now.containsAll(old));
        boolean loosened = !old.isEmpty() && (now.isEmpty() || !old.containsAll(now));
        tightenedOrLoosened(path, member + " " + old + " is " + now, tightened, loosened);
    }

    private static Set<String> set(JsonNode oneOrMany) {
        return oneOrMany.isArray() || oneOrMany.isMissingNode() ? OpenApi.texts(oneOrMany) : Set.of(oneOrMany.asText());
    }

    /** @param upwards 1 if more is tighter, -1 if less is */
    private void bound(String path, String member, JsonNode was, JsonNode is, int upwards) {
        if (was.path(member).equals(is.path(member))) {
            return;
        }
        boolean tightened = !is.has(member)
                ? false
                : !was.has(member)
                        || (is.path(member).asDouble() - was.path(member).asDouble()) * upwards > 0;
        tightenedOrLoosened(path, member + " changed", tightened, !tightened);
    }

    private void tightenedOrLoosened(String path, String what, boolean tightened, boolean loosened) {
        add(sentByClients ? tightened : loosened, path, what);
    }

    private void properties(String path, JsonNode was, JsonNode is) {
        Set<String> required = OpenApi.texts(is.path("required"));
        Set<String> wasRequired = OpenApi.texts(was.path("required"));
        for (String name : union(names(was.path("properties")), names(is.path("properties")))) {
            String place = path + "/" + name;
            if (!is.path("properties").has(name)) {
                add(true, place, "removed");
            } else if (!was.path("properties").has(name)) {
                add(sentByClients && required.contains(name), place, "added");
            } else {
                if (required.contains(name) != wasRequired.contains(name)) {
                    add(
                            sentByClients == required.contains(name),
                            place,
                            required.contains(name) ? "required now" : "no longer required");
                }
                inner(place, name, was.path("properties"), is.path("properties"));
            }
        }
    }

    private void inner(String path, String member, JsonNode was, JsonNode is) {
        JsonNode old = before.resolve(was.path(member));
        JsonNode now = after.resolve(is.path(member));
        if (old.isObject() && now.isObject()) {
            compare(path, old, now);
        } else if (!old.equals(now)) {
            add(true, path, member + " changed");
        }
    }

    private void alternatives(String path, String member, JsonNode was, JsonNode is) {
        int old = was.path(member).size();
        int now = is.path(member).size();
        if (old != now) {
            boolean tightened = member.equals("oneOf") == now < old;
            tightenedOrLoosened(path, member + " has other parts", tightened, !tightened);
            return;
        }
        for (int i = 0; i < old; i++) {
            compare(
                    path,
                    before.resolve(was.path(member).path(i)),
                    after.resolve(is.path(member).path(i)));
        }
    }

    private void add(boolean breaking, String path, String what) {
        found.add(Difference.of(breaking, where, path, what));
    }
}
