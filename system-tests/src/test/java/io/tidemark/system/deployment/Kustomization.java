package io.tidemark.system.deployment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders the part of kustomize that our files use, without names' hashes, so that a machine without kustomize checks the
 * same objects. Refuses what it does not know. Where kubectl is there, a test compares the two.
 */
final class Kustomization {
    private static final Set<String> KNOWN = Set.of(
            "apiVersion",
            "kind",
            "resources",
            "generatorOptions",
            "configMapGenerator",
            "namespace",
            "images",
            "replicas");

    private final Tree tree;
    private final Path folder;
    private final Yaml yaml;
    private final List<Map<String, @Nullable Object>> objects = new ArrayList<>();

    private Kustomization(Tree tree, Path folder) {
        this.tree = tree;
        this.folder = folder;
        this.yaml = Yaml.document(tree.read(folder.resolve("kustomization.yaml").toString()));
    }

    /** @throws IllegalStateException if kustomize would refuse it, or this reader does not know a part of it */
    static Cluster render(Tree tree, String folder) {
        List<Yaml> objects =
                objects(tree, Path.of(folder)).stream().map(Yaml::new).toList();
        return new Cluster(folder, objects);
    }

    private static List<Map<String, @Nullable Object>> objects(Tree tree, Path folder) {
        Kustomization here = new Kustomization(tree, folder.normalize());
        here.refuseUnknown();
        here.addResources();
        here.generate();
        here.addNamespace();
        here.replaceImages();
        here.setReplicas();
        return here.objects;
    }

    private void refuseUnknown() {
        for (String key : yaml.members().keySet()) {
            require(KNOWN.contains(key), "this reader does not know " + key);
        }
        require(yaml.at("kind").is("Kustomization"), "kind is not Kustomization");
    }

    private void addResources() {
        for (String resource : yaml.at("resources").texts()) {
            Path path = folder.resolve(resource).normalize();
            if (tree.isFile(path.toString())) {
                require(path.startsWith(folder), "kustomize reads no file from above its folder: " + resource);
                Yaml.documents(tree.read(path.toString())).forEach(document -> objects.add(copy(document)));
            } else {
                require(!folder.startsWith(path), "kustomize refuses a resource that holds it: " + resource);
                require(tree.isFile(path.resolve("kustomization.yaml").toString()), "no such resource: " + resource);
                objects.addAll(objects(tree, path));
            }
        }
    }

    private void generate() {
        for (Yaml generator : yaml.at("configMapGenerator").items()) {
            Map<String, @Nullable Object> data = data(generator);
            String name = generator.at("name").text();
            if (generator.at("behavior").text().equals("merge")) {
                Map<String, @Nullable Object> existing = member(objectNamed("ConfigMap", name), "data");
                existing.putAll(data);
                continue;
            }
            require(!generator.at("behavior").present(), "unknown behavior of " + name);
            Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
            metadata.put("name", name);
            metadata.put("labels", copy(yaml.at("generatorOptions", "labels")));
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("apiVersion", "v1");
            object.put("kind", "ConfigMap");
            object.put("metadata", metadata);
            object.put("data", data);
            objects.add(object);
        }
    }

    private Map<String, @Nullable Object> data(Yaml generator) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        for (String file : generator.at("files").texts()) {
            Path path = folder.resolve(file).normalize();
            require(path.startsWith(folder), "kustomize reads no file from above its folder: " + file);
            require(tree.isFile(path.toString()), "no such file: " + file);
            data.put(String.valueOf(path.getFileName()), tree.read(path.toString()));
        }
        for (String literal : generator.at("literals").texts()) {
            String[] parts = literal.split("=", 2);
            require(parts.length == 2, "not name=value: " + literal);
            data.put(parts[0], parts[1]);
        }
        return data;
    }

    private void addNamespace() {
        if (yaml.at("namespace").present()) {
            objects.forEach(object -> member(object, "metadata")
                    .put("namespace", yaml.at("namespace").text()));
        }
    }

    private void replaceImages() {
        for (Yaml image : yaml.at("images").items()) {
            require(
                    image.members().keySet().equals(Set.of("name", "newName", "newTag")),
                    "an image has name, newName and newTag");
            String old = image.at("name").text();
            long replaced = containers().stream()
                    .filter(container -> String.valueOf(container.get("image")).startsWith(old + ":"))
                    .peek(container -> container.put(
                            "image",
                            image.at("newName").text() + ":"
                                    + image.at("newTag").text()))
                    .count();
            require(replaced > 0, "no image is named " + old);
        }
    }

    private List<Map<String, @Nullable Object>> containers() {
        return objects.stream()
                .filter(object ->
                        new Yaml(object).at("spec", "template", "spec").present())
                .flatMap(object -> {
                    Object containers = new Yaml(object)
                            .at("spec", "template", "spec", "containers")
                            .value();
                    return ((List<?>) Objects.requireNonNull(containers)).stream();
                })
                .map(Kustomization::asMap)
                .toList();
    }

    private void setReplicas() {
        for (Yaml replica : yaml.at("replicas").items()) {
            Map<String, @Nullable Object> deployment =
                    objectNamed("Deployment", replica.at("name").text());
            member(deployment, "spec").put("replicas", replica.at("count").value());
        }
    }

    private Map<String, @Nullable Object> objectNamed(String kind, String name) {
        return objects.stream()
                .filter(object -> new Yaml(object).at("kind").is(kind)
                        && new Yaml(object).at("metadata", "name").is(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(folder + ": no " + kind + " " + name));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(folder + "/kustomization.yaml: " + otherwise);
        }
    }

    private static Map<String, @Nullable Object> member(Map<String, @Nullable Object> object, String key) {
        return asMap(object.get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> asMap(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return (Map<String, @Nullable Object>) value;
        }
        throw new IllegalStateException("not a mapping: " + value);
    }

    /** A deep copy that can be changed: documents share what they alias. */
    private static Map<String, @Nullable Object> copy(Yaml mapping) {
        return asMap(copied(mapping.value()));
    }

    private static @Nullable Object copied(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(String.valueOf(key), copied(member)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(copied(item)));
            return copy;
        }
        return value;
    }
}
