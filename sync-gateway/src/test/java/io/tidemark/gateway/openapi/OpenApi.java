package io.tidemark.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An OpenAPI document, with its references and anchors followed where it is read through here. */
record OpenApi(JsonNode root) {
    static final Path HOME = Path.of(System.getProperty("tidemark.home"));
    static final Path OURS = HOME.resolve("sync-gateway/src/main/resources/META-INF/openapi.yaml");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    static OpenApi ours() {
        return read(OURS);
    }

    static OpenApi read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static OpenApi of(String yaml) {
        Load load =
                new Load(LoadSettings.builder().setMaxAliasesForCollections(100).build());
        return new OpenApi(MAPPER.valueToTree(load.loadFromString(yaml)));
    }

    /**
     * @param method in lower case
     * @param node what the document says of the operation
     * @param parameters its own and those of its path, resolved
     */
    record Operation(String method, String path, JsonNode node, List<JsonNode> parameters) {
        boolean isAt(String otherMethod, String realPath) {
            return method.equalsIgnoreCase(otherMethod) && realPath.matches(path.replaceAll("\\{[^}]*}", "[^/]+"));
        }

        boolean takes(String in, String name) {
            return parameters.stream()
                    .anyMatch(parameter -> parameter.path("in").asText().equals(in)
                            && parameter.path("name").asText().equalsIgnoreCase(name));
        }

        Set<String> problems() {
            return texts(node.path("x-problems"));
        }

        String name() {
            return method + " " + path;
        }
    }

    /** By method and path. */
    Map<String, Operation> operations() {
        Map<String, Operation> operations = new TreeMap<>();
        root.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .map(member -> operation(path.getKey(), path.getValue(), member.getKey(), member.getValue()))
                .forEach(operation -> operations.put(operation.name(), operation)));
        return operations;
    }

    private Operation operation(String path, JsonNode item, String method, JsonNode node) {
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        node.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        return new Operation(method, path, node, parameters);
    }

    Optional<Operation> at(String method, String path) {
        return operations().values().stream()
                .filter(operation -> operation.isAt(method, path))
                .findFirst();
    }

    /** Follows a reference within the document. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** Empty if the operation knows no such status. */
    Optional<JsonNode> response(Operation operation, int status) {
        JsonNode response = resolve(operation.node().path("responses").path(Integer.toString(status)));
        return response.isMissingNode() ? Optional.empty() : Optional.of(response);
    }

    String version() {
        return root.path("info").path("version").asText();
    }

    static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
