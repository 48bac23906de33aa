package io.tidemark.protocol.entity;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** SCHEMA-1: the names of a type's fields, present and past, and the field to which each belongs. */
record Names(YamlNodes nodes, Map<String, String> owners) {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9_]{0,63}");

    static Names none(YamlNodes nodes) {
        return new Names(nodes, new TreeMap<>());
    }

    /** @param key of the field that has or had the name */
    void claim(String name, String key, Node node) {
        require(nodes, name, key, node);
        String owner = owners.putIfAbsent(name, key);
        if (owner != null && !owner.equals(key)) {
            throw nodes.wrong(node, key, "the name '" + name + "' is or was that of " + owner + ", and stays it");
        }
    }

    static void require(YamlNodes nodes, String name, String key, Node node) {
        if (!NAME.matcher(name).matches()) {
            throw nodes.wrong(node, key, "a name starts with a-z and has up to 64 letters, digits and underscores");
        }
    }
}
