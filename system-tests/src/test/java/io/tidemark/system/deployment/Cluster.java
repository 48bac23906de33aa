package io.tidemark.system.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects that one kustomization makes.
 *
 * @param where the kustomization's folder
 */
record Cluster(String where, List<Yaml> objects) {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "Job");

    List<Yaml> ofKind(String kind) {
        return objects.stream()
                .filter(object -> object.at("kind").text().equals(kind))
                .toList();
    }

    Optional<Yaml> find(String kind, String name) {
        return ofKind(kind).stream()
                .filter(object -> object.at("metadata", "name").text().equals(name))
                .findFirst();
    }

    List<Workload> workloads() {
        return objects.stream()
                .filter(object -> WORKLOADS.contains(object.at("kind").text()))
                .map(object -> new Workload(object, container(object)))
                .toList();
    }

    Workload workload(String name) {
        return workloads().stream()
                .filter(workload -> workload.container().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(where + " has no workload " + name));
    }

    private Container container(Yaml object) {
        Yaml spec = object.at("spec", "template", "spec");
        Yaml described = spec.at("containers").items().getFirst();
        String name = object.at("metadata", "name").text();
        return new Container(
                where + " " + object.at("kind").text() + " " + name,
                name,
                described.at("image").text(),
                settings(described),
                described);
    }

    private Map<String, Setting> settings(Yaml container) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (Yaml source : container.at("envFrom").items()) {
            String name = source.at("configMapRef", "name").text();
            find("ConfigMap", name).ifPresent(map -> map.at("data")
                    .textMembers()
                    .forEach((key, value) -> settings.put(key, new Setting(value, false))));
        }
        for (Yaml variable : container.at("env").items()) {
            Yaml secret = variable.at("valueFrom", "secretKeyRef");
            Setting setting = secret.present()
                    ? new Setting(
                            secret.at("name").text() + "/" + secret.at("key").text(), true)
                    : new Setting(variable.at("value").text(), false);
            settings.put(variable.at("name").text(), setting);
        }
        return settings;
    }

    /** A Deployment or a Job with its one container. */
    record Workload(Yaml object, Container container) {
        Yaml pod() {
            return object.at("spec", "template", "spec");
        }

        Map<String, String> labels() {
            return object.at("spec", "template", "metadata", "labels").textMembers();
        }

        boolean serves() {
            return object.at("kind").text().equals("Deployment");
        }

        String where() {
            return container.where();
        }

        boolean selectedBy(Yaml selector) {
            Map<String, String> labels = labels();
            return labels.entrySet()
                            .containsAll(
                                    selector.at("matchLabels").textMembers().entrySet())
                    && selector.at("matchExpressions").items().stream()
                            .allMatch(expression -> expression.at("operator").is("In")
                                    && expression
                                            .at("values")
                                            .texts()
                                            .contains(labels.getOrDefault(
                                                    expression.at("key").text(), "")));
        }
    }
}
