package io.tidemark.protocol.entity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the declaration of the entity types. Whatever is wrong is said with file, line and key, at start. */
public final class EntityTypesFile {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9_]{0,63}");

    private final String file;

    private EntityTypesFile(String file) {
        this.file = file;
    }

    /** @throws InvalidEntityTypes if the file cannot be read or declares anything wrong */
    public static EntityTypes read(Path path) {
        try {
            return parse(path.toString(), Files.readString(path));
        } catch (IOException e) {
            throw new InvalidEntityTypes(path + ": the entity types cannot be read: "
                    + e.getClass().getSimpleName() + ". Set tidemark.entity-types to the file that declares them.");
        }
    }

    /** @param file a name for messages */
    public static EntityTypes parse(String file, String yaml) {
        EntityTypesFile reader = new EntityTypesFile(file);
        Optional<Node> root;
        try {
            root = new Compose(
                            LoadSettings.builder().setAllowDuplicateKeys(false).build())
                    .composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new InvalidEntityTypes(file + ":" + line + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidEntityTypes(file + ":1: not YAML: " + e.getMessage());
        }
        return reader.types(root.orElseThrow(() -> new InvalidEntityTypes(file + ":1: the file is empty")));
    }

    private EntityTypes types(Node root) {
        Map<String, Node> members = members(root, "the file");
        only(members, Set.of("types"), "the file");
        TreeMap<String, EntityType> types = new TreeMap<>();
        members(required(members, "types", root), "types")
                .forEach((name, node) -> types.put(name(name, node), type(name, node)));
        if (types.isEmpty()) {
            throw wrong(root, "types", "at least one entity type is declared");
        }
        return new EntityTypes(types);
    }

    private EntityType type(String name, Node node) {
        Map<String, Node> members = members(node, name);
        only(members, Set.of("schema", "fields"), name);
        int schema = integer(members.get("schema"), name + ".schema", 1, 1, 1_000_000);
        TreeMap<String, Field> fields = new TreeMap<>();
        members(required(members, "fields", node), name + ".fields")
                .forEach((field, declared) ->
                        fields.put(name(field, declared), field(name + "." + field, field, declared)));
        if (fields.isEmpty()) {
            throw wrong(node, name + ".fields", "at least one field is declared");
        }
        EntityType type = new EntityType(name, schema, fields);
        if (type.largestRow() > EntityType.LARGEST_ROW) {
            throw wrong(
                    node,
                    name + ".fields",
                    "together they may hold " + type.largestRow() + " characters, and a row holds at most "
                            + EntityType.LARGEST_ROW + "; lower maxLength or maxItems");
        }
        return type;
    }

    private Field field(String key, String name, Node node) {
        Map<String, Node> members = members(node, key);
        only(members, Set.of("type", "policy", "merge", "maxLength", "maxItems"), key);
        Node typeNode = required(members, "type", node);
        FieldType type = FieldType.parse(scalar(typeNode, key + ".type"))
                .orElseThrow(() -> wrong(typeNode, key + ".type", "one of " + FieldType.known() + " is expected"));
        MergePolicy policy = policy(key, type, members.get("policy"));
        int length = type == FieldType.STRINGS ? Field.DEFAULT_ITEM_LENGTH : Field.DEFAULT_LENGTH;
        int maxLength = integer(members.get("maxLength"), key + ".maxLength", length, 1, Field.LONGEST);
        int maxItems = integer(members.get("maxItems"), key + ".maxItems", Field.DEFAULT_ITEMS, 1, Field.MOST_ITEMS);
        return new Field(name, type, policy, maxLength, maxItems, merge(key, policy, node, members.get("merge")));
    }

    private MergePolicy policy(String key, FieldType type, @Nullable Node node) {
        if (node == null) {
            return MergePolicy.MANUAL;
        }
        MergePolicy policy = MergePolicy.parse(scalar(node, key + ".policy"))
                .orElseThrow(() -> wrong(node, key + ".policy", "one of " + MergePolicy.known() + " is expected"));
        if (!policy.fits(type)) {
            throw wrong(node, key + ".policy", policy.slug() + " needs a field of type " + policy.fitting());
        }
        return policy;
    }

    private Optional<String> merge(String key, MergePolicy policy, Node field, @Nullable Node node) {
        if (policy == MergePolicy.OWN) {
            if (node == null) {
                throw wrong(field, key + ".merge", "it is missing: the name of the application's own policy");
            }
            return Optional.of(scalar(node, key + ".merge"));
        }
        if (node != null) {
            throw wrong(node, key + ".merge", "only the policy 'own' has it");
        }
        return Optional.empty();
    }

    private String name(String name, Node node) {
        if (!NAME.matcher(name).matches()) {
            throw wrong(node, name, "a name starts with a-z and has up to 64 letters, digits and underscores");
        }
        return name;
    }

    private Map<String, Node> members(Node node, String key) {
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

    private void only(Map<String, Node> members, Set<String> known, String key) {
        members.forEach((name, node) -> {
            if (!known.contains(name)) {
                throw wrong(node, key, "'" + name + "' is not known here; known are " + new TreeSet<>(known));
            }
        });
    }

    private Node required(Map<String, Node> members, String name, Node parent) {
        Node node = members.get(name);
        if (node == null) {
            throw wrong(parent, name, "it is missing");
        }
        return node;
    }

    private String scalar(Node node, String key) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(node, key, "a single value is expected");
    }

    private int integer(@Nullable Node node, String key, int otherwise, int least, int most) {
        if (node == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(scalar(node, key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for both
        }
        throw wrong(node, key, "a whole number from " + least + " to " + most + " is expected");
    }

    private InvalidEntityTypes wrong(Node node, String key, String message) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new InvalidEntityTypes(file + ":" + line + ": " + key + ": " + message);
    }
}
