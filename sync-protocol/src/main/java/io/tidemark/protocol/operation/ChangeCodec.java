package io.tidemark.protocol.operation;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The JSON of changes: {@code {"likes": {"increment": 3}, "tags": {"add": ["a"], "remove": ["b"], "seenVersion": 7}}}. */
final class ChangeCodec {
    private ChangeCodec() {}

    static Json write(Map<String, Change> changes) {
        TreeMap<String, Json> members = new TreeMap<>();
        changes.forEach((field, change) -> members.put(field, write(change)));
        return new Json.Obj(members);
    }

    private static Json write(Change change) {
        TreeMap<String, Json> members = new TreeMap<>();
        switch (change) {
            case Change.Increment(long by) -> members.put("increment", Json.of(by));
            case Change.Elements(var add, var remove, long seenVersion) -> {
                if (!add.isEmpty()) {
                    members.put("add", Json.strings(List.copyOf(add)));
                }
                if (!remove.isEmpty()) {
                    members.put("remove", Json.strings(List.copyOf(remove)));
                }
                members.put("seenVersion", Json.of(seenVersion));
            }
        }
        return new Json.Obj(members);
    }

    static SortedMap<String, Change> read(Members operation) throws InvalidShape {
        TreeMap<String, Change> changes = new TreeMap<>();
        if (operation.has("changes")) {
            for (Map.Entry<String, Json> change :
                    operation.object("changes").all().entrySet()) {
                changes.put(change.getKey(), read(change.getValue()));
            }
        }
        return changes;
    }

    private static Change read(Json json) throws InvalidShape {
        Members members = Members.of(json, "changes");
        try {
            if (members.has("increment")) {
                members.only(Set.of("increment"));
                return new Change.Increment(members.integer("increment", -Json.MAX_SAFE_INTEGER));
            }
            members.only(Set.of("add", "remove", "seenVersion"));
            return new Change.Elements(
                    elements(members, "add"), elements(members, "remove"), members.integer("seenVersion", 0));
        } catch (IllegalArgumentException e) {
            throw new InvalidShape("changes", String.valueOf(e.getMessage()));
        }
    }

    private static NavigableSet<String> elements(Members members, String name) throws InvalidShape {
        TreeSet<String> elements = new TreeSet<>();
        if (members.has(name)) {
            for (Json element : members.array(name)) {
                if (!(element instanceof Json.Str(String text)) || !elements.add(text)) {
                    throw new InvalidShape(name, "strings are expected, each once");
                }
            }
        }
        return elements;
    }
}
