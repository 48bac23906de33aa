package io.tidemark.protocol.entity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the declaration of the entity types. Whatever is wrong is said with file, line and key, at start. */
public final class EntityTypesFile {
    private static final int HIGHEST_SCHEMA = 1_000_000;

    private final YamlNodes nodes;

    private EntityTypesFile(YamlNodes nodes) {
        this.nodes = nodes;
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
        YamlNodes nodes = new YamlNodes(file);
        return new EntityTypesFile(nodes).types(nodes.root(yaml));
    }

    private EntityTypes types(Node root) {
        Map<String, Node> members = nodes.members(root, "the file");
        nodes.only(members, Set.of("types"), "the file");
        TreeMap<String, EntityType> types = new TreeMap<>();
        nodes.members(nodes.required(members, "types", root, "types"), "types")
                .forEach((name, node) -> types.put(name, type(name, node)));
        if (types.isEmpty()) {
            throw nodes.wrong(root, "types", "at least one entity type is declared");
        }
        return new EntityTypes(types);
    }

    private EntityType type(String name, Node node) {
        Names.require(nodes, name, name, node);
        Map<String, Node> members = nodes.members(node, name);
        nodes.only(members, Set.of("schema", "fields", "removed"), name);
        int schema = nodes.integer(members.get("schema"), name + ".schema", 1, 1, HIGHEST_SCHEMA);
        FieldReader reader = new FieldReader(nodes, schema, Names.none(nodes));
        TreeMap<String, Field> fields = new TreeMap<>();
        nodes.members(nodes.required(members, "fields", node, "fields"), name + ".fields")
                .forEach((field, declared) -> fields.put(field, reader.standing(field, name + "." + field, declared)));
        if (fields.isEmpty()) {
            throw nodes.wrong(node, name + ".fields", "at least one field is declared");
        }
        TreeMap<String, Field> removed = new TreeMap<>();
        if (members.containsKey("removed")) {
            nodes.members(nodes.required(members, "removed", node, name + ".removed"), name + ".removed")
                    .forEach((field, declared) -> {
                        String key = name + ".removed." + field;
                        removed.put(field, reader.removed(field, key, declared));
                    });
        }
        EntityType type = new EntityType(name, schema, fields, removed);
        requireRoom(type, node);
        return type;
    }

    /** SCHEMA-4: the newest version first, for most types have no other. */
    private void requireRoom(EntityType type, Node node) {
        type.forms().descendingSet().forEach(version -> {
            Stream<Field> known =
                    type.fieldsEver().filter(field -> field.history().covers(version));
            requireRoom(
                    known,
                    EntityType.LARGEST_ROW,
                    node,
                    type.name() + ".fields",
                    version.equals(type.forms().last()) ? "" : "in version " + version + " ");
        });
        requireRoom(
                type.fieldsEver(),
                EntityType.LARGEST_STORED_ROW,
                node,
                type.name() + ".removed",
                "with what was removed ");
    }

    private void requireRoom(Stream<Field> fields, long most, Node node, String key, String which) {
        long largest = fields.mapToLong(Field::largest).sum();
        if (largest > most) {
            throw nodes.wrong(
                    node,
                    key,
                    which + "together they may hold " + largest + " characters, and a row holds at most " + most
                            + "; lower maxLength or maxItems");
        }
    }
}
