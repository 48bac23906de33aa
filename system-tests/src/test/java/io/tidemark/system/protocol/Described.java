package io.tidemark.system.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the OpenAPI document names, and what of it examples show: "get /path", and of each path, whatever the method,
 * "/path 200" and "/path query limit".
 */
final class Described {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("tidemark.home"), "sync-gateway/src/main/resources/META-INF/openapi.yaml");

    /** Failures that a client of the page has to be shown once, whatever the address. */
    private static final Set<String> FAILURES = Set.of("400", "401", "404", "410", "412", "422", "428");

    private Described() {}

    static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>(FAILURES);
        Object document = document();
        map(document, "paths").forEach((path, item) -> map(item).forEach((method, operation) -> {
            if (!method.equals("parameters") && !isStream(operation)) {
                named.add(method + " " + path);
                map(operation, "responses").keySet().stream()
                        .filter(status -> status.compareTo("400") < 0)
                        .forEach(status -> named.add(path + " " + status));
                list(operation, "parameters").stream()
                        .map(parameter -> resolved(document, parameter))
                        .forEach(
                                parameter -> named.add(path + " " + parameter.get("in") + " " + parameter.get("name")));
            }
        }));
        return named;
    }

    /** An answer without an end is no example that could be compared: the gateway's StreamTest reads it event by event. */
    private static boolean isStream(Object operation) {
        Object answer = map(operation, "responses").get("200");
        return answer != null
                && map(answer).get("content") instanceof Map<?, ?> content
                && content.containsKey("text/event-stream");
    }

    static Set<String> shownBy(List<Example> examples) throws IOException {
        Set<String> paths = map(document(), "paths").keySet();
        Set<String> shown = new TreeSet<>();
        for (Example example : examples) {
            String[] address = example.request().path().split("\\?", 2);
            String status = Integer.toString(example.answer().status());
            shown.add(status);
            for (String path : paths) {
                if (!address[0].matches(path.replaceAll("\\{[^}]*}", "[^/]+"))) {
                    continue;
                }
                shown.add(example.request().method().toLowerCase(Locale.ROOT) + " " + path);
                shown.add(path + " " + status);
                example.request().headers().keySet().forEach(name -> shown.add(path + " header " + name));
                for (String parameter : address.length == 2 ? address[1].split("&", -1) : new String[0]) {
                    shown.add(path + " query " + parameter.split("=", -1)[0]);
                }
            }
        }
        return shown;
    }

    /** Of an operation's result. */
    static Collection<String> statuses() throws IOException {
        Object result = map(map(document(), "components"), "schemas").get("Result");
        List<String> statuses = new ArrayList<>();
        list(map(result, "properties").get("status"), "enum").forEach(status -> statuses.add(String.valueOf(status)));
        return statuses;
    }

    private static Object document() throws IOException {
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(100).build();
        return new Load(settings).loadFromString(Files.readString(DOCUMENT));
    }

    private static Map<String, ?> resolved(Object document, Object parameter) {
        Object reference = map(parameter).get("$ref");
        if (reference == null) {
            return map(parameter);
        }
        String name = String.valueOf(reference).replace("#/components/parameters/", "");
        return map(map(map(document, "components"), "parameters").get(name));
    }

    private static Map<String, ?> map(Object node, String member) {
        return map(map(node).get(member));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> map(Object node) {
        return (Map<String, ?>) node;
    }

    private static List<?> list(Object node, String member) {
        return map(node).get(member) instanceof List<?> items ? items : List.of();
    }
}
