package io.tidemark.system.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code docker-compose.yml}. */
record ComposeFile(Yaml yaml) {
    static final String PATH = "docker-compose.yml";
    private static final Pattern INSISTS = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");

    static ComposeFile of(Tree tree) {
        return new ComposeFile(Yaml.document(tree.read(PATH)));
    }

    List<Container> containers() {
        return yaml.at("services").members().entrySet().stream()
                .map(entry -> container(entry.getKey(), entry.getValue()))
                .toList();
    }

    Container container(String name) {
        return container(name, yaml.at("services", name));
    }

    private static Container container(String name, Yaml service) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        service.at("environment")
                .textMembers()
                .forEach((variable, value) -> settings.put(
                        variable, new Setting(value, INSISTS.matcher(value).matches())));
        return new Container(PATH + " " + name, name, service.at("image").text(), settings, service);
    }
}
