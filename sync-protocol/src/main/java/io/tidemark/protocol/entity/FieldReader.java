package io.tidemark.protocol.entity;

import io.tidemark.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the fields of one type.
 *
 * @param schema of the type: no version is above it
 */
record FieldReader(YamlNodes nodes, int schema, Names names) {
    private static final Set<String> STANDING =
            Set.of("type", "policy", "merge", "maxLength", "maxItems", "since", "default", "renamed");
    private static final Set<String> REMOVED =
            Set.of("type", "policy", "merge", "maxLength", "maxItems", "since", "default", "renamed", "in");

    Field standing(String name, String key, Node node) {
        Map<String, Node> members = nodes.members(node, key);
        nodes.only(members, STANDING, key);
        return field(name, key, node, members, false);
    }

    Field removed(String name, String key, Node node) {
        Map<String, Node> members = nodes.members(node, key);
        nodes.only(members, REMOVED, key);
        nodes.required(members, "default", node, key + ".default");
        return field(name, key, node, members, true);
    }

    private Field field(String name, String key, Node node, Map<String, Node> members, boolean isRemoved) {
        names.claim(name, key, node);
        Node typeNode = nodes.required(members, "type", node, "type");
        FieldType type = FieldType.parse(nodes.scalar(typeNode, key + ".type"))
                .orElseThrow(
                        () -> nodes.wrong(typeNode, key + ".type", "one of " + FieldType.known() + " is expected"));
        MergePolicy policy = policy(key, type, members.get("policy"));
        int length = type == FieldType.STRINGS ? Field.DEFAULT_ITEM_LENGTH : Field.DEFAULT_LENGTH;
        Field field = new Field(
                name,
                type,
                policy,
                nodes.integer(members.get("maxLength"), key + ".maxLength", length, 1, Field.LONGEST),
                nodes.integer(members.get("maxItems"), key + ".maxItems", Field.DEFAULT_ITEMS, 1, Field.MOST_ITEMS),
                merge(key, policy, node, members.get("merge")),
                history(name, key, node, members, isRemoved));
        field.history().defaultValue().ifPresent(value -> {
            String fault = faultOf(value, field);
            if (!fault.isEmpty()) {
                throw nodes.wrong(nodes.required(members, "default", node, key), key + ".default", fault);
            }
        });
        return field;
    }

    private MergePolicy policy(String key, FieldType type, @Nullable Node node) {
        if (node == null) {
            return MergePolicy.MANUAL;
        }
        MergePolicy policy = MergePolicy.parse(nodes.scalar(node, key + ".policy"))
                .orElseThrow(
                        () -> nodes.wrong(node, key + ".policy", "one of " + MergePolicy.known() + " is expected"));
        if (!policy.fits(type)) {
            throw nodes.wrong(node, key + ".policy", policy.slug() + " needs a field of type " + policy.fitting());
        }
        return policy;
    }

    private Optional<String> merge(String key, MergePolicy policy, Node field, @Nullable Node node) {
        if (policy == MergePolicy.OWN) {
            if (node == null) {
                throw nodes.wrong(field, key + ".merge", "it is missing: the name of the application's own policy");
            }
            return Optional.of(nodes.scalar(node, key + ".merge"));
        }
        if (node != null) {
            throw nodes.wrong(node, key + ".merge", "only the policy 'own' has it");
        }
        return Optional.empty();
    }

    private FieldHistory history(String name, String key, Node node, Map<String, Node> members, boolean isRemoved) {
        Node added = members.get("since");
        int since = added == null ? 1 : version(added, key + ".since", 0);
        TreeMap<Integer, String> renames = new TreeMap<>();
        Node renamed = members.get("renamed");
        int latest = renamed == null ? since : renames(name, key + ".renamed", renamed, since, renames);
        OptionalInt in = isRemoved
                ? OptionalInt.of(version(nodes.required(members, "in", node, key + ".in"), key + ".in", latest))
                : OptionalInt.empty();
        Optional<Json> defaultValue =
                Optional.ofNullable(members.get("default")).map(value -> nodes.json(value, key + ".default"));
        return new FieldHistory(since, renames, in, defaultValue);
    }

    /** SCHEMA-2: oldest first. Returns the version of the last. */
    private int renames(String name, String key, Node node, int since, Map<Integer, String> renames) {
        int latest = since;
        List<Node> items = nodes.items(node, key);
        if (items.isEmpty()) {
            throw nodes.wrong(node, key, "it is empty");
        }
        for (Node item : items) {
            Map<String, Node> members = nodes.members(item, key);
            nodes.only(members, Set.of("from", "in"), key);
            Node from = nodes.required(members, "from", item, key + ".from");
            names.claim(nodes.scalar(from, key + ".from"), key.substring(0, key.lastIndexOf('.')), from);
            latest = version(nodes.required(members, "in", item, key + ".in"), key + ".in", latest);
            renames.put(latest, nodes.scalar(from, key + ".from"));
        }
        List<String> namesInOrder = new ArrayList<>(renames.values());
        namesInOrder.add(name);
        requireChanges(key, node, namesInOrder);
        return latest;
    }

    private void requireChanges(String key, Node node, List<String> namesInOrder) {
        for (int i = 1; i < namesInOrder.size(); i++) {
            if (namesInOrder.get(i).equals(namesInOrder.get(i - 1))) {
                throw nodes.wrong(node, key, "'" + namesInOrder.get(i) + "' is renamed to itself");
            }
        }
    }

    /** @param before the version that comes before this one */
    private int version(Node node, String key, int before) {
        return nodes.integer(node, key)
                .filter(version -> version > before && version <= schema)
                .orElseThrow(() -> nodes.wrong(
                        node,
                        key,
                        "a version above " + before + " is expected, and none above " + schema
                                + ", the type's 'schema'"));
    }

    /** SCHEMA-3. */
    private static String faultOf(Json value, Field field) {
        if (!field.accepts(value)) {
            return "it is no value of the field, or beyond its limit";
        }
        if (field.isRemoved()) {
            return "";
        }
        return switch (field.policy()) {
            case COUNTER -> value.equals(Json.of(0)) ? "" : "a counter starts from 0";
            case ADD_WINS_SET -> value.equals(Json.strings(List.of())) ? "" : "a set starts from nothing: []";
            case MANUAL, TEXT, LAST_WRITER, MAX, MIN, SERVER_WINS, IMMUTABLE, OWN -> "";
        };
    }
}
