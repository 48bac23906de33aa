package io.tidemark.protocol.entity;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The nodes of a YAML file, whose faults are said with file, line and key.
 *
 * @param file a name for messages
 */
record YamlNodes(String file) {
    Node root(String yaml) {
        try {
            return new Compose(
                            LoadSettings.builder().setAllowDuplicateKeys(false).build())
                    .composeString(yaml)
                    .orElseThrow(() -> new InvalidEntityTypes(file + ":1: the file is empty"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new InvalidEntityTypes(file + ":" + line + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidEntityTypes(file + ":1: not YAML: " + e.getMessage());
        }
    }

    Map<String, Node> members(Node node, String key) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, key, "a mapping is expected");
        }
        Map<String, Node> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = scalar(tuple.getKeyNode(), key);
            if (members.put(name, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), key, "'" + name + "' is declared twice");
            }
        }
        return members;
    }

    void only(Map<String, Node> members, Set<String> known, String key) {
        members.forEach((name, node) -> {
            if (!known.contains(name)) {
                throw wrong(node, key, "'" + name + "' is not known here; known are " + new TreeSet<>(known));
            }
        });
    }

    Node required(Map<String, Node> members, String name, Node parent, String key) {
        return Optional.ofNullable(members.get(name)).orElseThrow(() -> wrong(parent, key, "it is missing"));
    }

    List<Node> items(Node node, String key) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(node, key, "a list is expected");
    }

    String scalar(Node node, String key) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(node, key, "a single value is expected");
    }

    int integer(@Nullable Node node, String key, int otherwise, int least, int most) {
        return node == null
                ? otherwise
                : integer(node, key)
                        .filter(value -> value >= least && value <= most)
                        .orElseThrow(() ->
                                wrong(node, key, "a whole number from " + least + " to " + most + " is expected"));
    }

    Optional<Integer> integer(Node node, String key) {
        try {
            return Optional.of(Integer.parseInt(scalar(node, key)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** What the YAML says, if it can be said in I-JSON. */
    Json json(Node node, String key) {
        try {
            return JsonReader.read(CanonicalJson.write(value(node, key)));
        } catch (InvalidJson | IllegalArgumentException e) {
            throw wrong(node, key, "it is no value of I-JSON: " + e.getMessage());
        }
    }

    private Json value(Node node, String key) throws InvalidJson {
        if (node instanceof MappingNode) {
            TreeMap<String, Json> members = new TreeMap<>();
            for (Map.Entry<String, Node> member : members(node, key).entrySet()) {
                members.put(member.getKey(), value(member.getValue(), key));
            }
            return new Json.Obj(members);
        }
        if (node instanceof SequenceNode sequence) {
            List<Json> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, key));
            }
            return new Json.Arr(items);
        }
        String text = scalar(node, key);
        return node.getTag().equals(Tag.STR) ? Json.of(text) : JsonReader.read(text.isEmpty() ? "null" : text);
    }

    InvalidEntityTypes wrong(Node node, String key, String message) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new InvalidEntityTypes(file + ":" + line + ": " + key + ": " + message);
    }
}
