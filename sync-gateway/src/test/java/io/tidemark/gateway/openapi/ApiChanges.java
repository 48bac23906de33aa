package io.tidemark.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.gateway.openapi.OpenApi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of the operations of a description: addresses, parameters, bodies, answers. */
final class ApiChanges {
    private final OpenApi before;
    private final OpenApi after;
    private final List<Difference> found = new ArrayList<>();

    private ApiChanges(OpenApi before, OpenApi after) {
        this.before = before;
        this.after = after;
    }

    static List<Difference> between(OpenApi before, OpenApi after) {
        ApiChanges changes = new ApiChanges(before, after);
        changes.operations();
        return changes.found;
    }

    private void operations() {
        if (!before.root().path("security").equals(after.root().path("security"))) {
            breaking("security", "changed");
        }
        Map<String, Operation> now = after.operations();
        before.operations().forEach((name, old) -> {
            Operation other = now.remove(name);
            if (other == null) {
                breaking(name, "removed");
            } else {
                operation(old, other);
            }
        });
        now.keySet().forEach(name -> compatible(name, "added"));
    }

    private void operation(Operation old, Operation now) {
        if (!old.problems().equals(now.problems())) {
            // A client goes by "retry", and need not know a problem.
            compatible(now.name(), "other problems");
        }
        parameters(old, now);
        requestBody(old, now);
        responses(old, now);
    }

    private void parameters(Operation old, Operation now) {
        Map<String, JsonNode> was = byName(old);
        Map<String, JsonNode> is = byName(now);
        was.keySet().stream()
                .filter(name -> !is.containsKey(name))
                .forEach(name -> breaking(now.name(), "parameter " + name + " removed"));
        is.forEach((name, parameter) -> {
            JsonNode other = was.get(name);
            boolean required = parameter.path("required").asBoolean();
            String where = now.name() + " parameter " + name;
            if (other == null) {
                add(required, where, required ? "added, required" : "added");
                return;
            }
            if (required != other.path("required").asBoolean()) {
                add(required, where, required ? "required now" : "no longer required");
            }
            schemas(where, true).compare(other.path("schema"), parameter.path("schema"));
        });
    }

    private static Map<String, JsonNode> byName(Operation operation) {
        Map<String, JsonNode> parameters = new TreeMap<>();
        operation
                .parameters()
                .forEach(parameter -> parameters.put(
                        parameter.path("in").asText() + " "
                                + parameter.path("name").asText(),
                        parameter));
        return parameters;
    }

    private void requestBody(Operation old, Operation now) {
        JsonNode was = before.resolve(old.node().path("requestBody"));
        JsonNode is = after.resolve(now.node().path("requestBody"));
        String where = now.name() + " request";
        if (is.path("required").asBoolean() && !was.path("required").asBoolean()) {
            breaking(where, "required now");
        }
        content(where, was.path("content"), is.path("content"), true);
    }

    private void responses(Operation old, Operation now) {
        Set<String> was = names(old.node().path("responses"));
        Set<String> is = names(now.node().path("responses"));
        for (String status : union(was, is)) {
            String where = now.name() + " " + status;
            // A new way to succeed is one that older clients do not know; failures are problems, all of one shape.
            boolean success = status.compareTo("400") < 0;
            if (!is.contains(status)) {
                add(success, where, "removed");
            } else if (!was.contains(status)) {
                add(success, where, "added");
            } else {
                response(
                        where,
                        old.node().path("responses").path(status),
                        now.node().path("responses").path(status));
            }
        }
    }

    private void response(String where, JsonNode old, JsonNode now) {
        JsonNode was = before.resolve(old);
        JsonNode is = after.resolve(now);
        Set<String> headers = names(is.path("headers"));
        for (String header : union(names(was.path("headers")), headers)) {
            if (!headers.contains(header)) {
                breaking(where, "header " + header + " removed");
            } else if (!was.path("headers").has(header)) {
                compatible(where, "header " + header + " added");
            }
        }
        content(where, was.path("content"), is.path("content"), false);
    }

    private void content(String where, JsonNode was, JsonNode is, boolean sentByClients) {
        for (String mediaType : union(names(was), names(is))) {
            if (!is.has(mediaType)) {
                breaking(where, mediaType + " removed");
            } else if (!was.has(mediaType)) {
                add(!sentByClients, where, mediaType + " added");
            } else {
                schemas(where, sentByClients)
                        .compare(
                                was.path(mediaType).path("schema"),
                                is.path(mediaType).path("schema"));
            }
        }
    }

    private SchemaChanges schemas(String where, boolean sentByClients) {
        return new SchemaChanges(before, after, where, sentByClients, found);
    }

    static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private void add(boolean breaking, String where, String what) {
        found.add(Difference.of(breaking, where, "", what));
    }

    private void breaking(String where, String what) {
        add(true, where, what);
    }

    private void compatible(String where, String what) {
        add(false, where, what);
    }
}
