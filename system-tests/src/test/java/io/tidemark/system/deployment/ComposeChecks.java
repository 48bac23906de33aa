package io.tidemark.system.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Names in the compose file: what is referred to is there. */
final class ComposeChecks {
    private static final Pattern ADDRESS = Pattern.compile("(?:^|//|,)([a-z][a-z0-9-]*):([0-9]+)");
    private static final Map<String, String> PORTS = Map.of("kafka", "9092", "postgresql", "5432");
    private static final Set<String> ONE_OFF = Set.of("topics", "migration");

    private ComposeChecks() {}

    static List<String> references(Tree tree, ComposeFile compose) {
        List<String> findings = new ArrayList<>();
        for (Container service : compose.containers()) {
            findings.addAll(dependencies(compose, service));
            service.yaml()
                    .at("volumes")
                    .items()
                    .forEach(volume -> findings.addAll(volume(tree, compose, service, volume)));
            findings.addAll(addresses(service));
            Yaml build = service.yaml().at("build", "dockerfile");
            if (build.present() && !tree.isFile(build.text())) {
                findings.add(service.where() + ": no file " + build.text());
            }
            if (service.module().isPresent() && !build.present()) {
                findings.add(service.where() + ": its image is ours, and nobody builds it");
            }
        }
        return findings;
    }

    private static List<String> dependencies(ComposeFile compose, Container service) {
        List<String> findings = new ArrayList<>();
        service.yaml().at("depends_on").members().forEach((name, dependency) -> {
            Yaml other = compose.yaml().at("services", name);
            String condition = dependency.at("condition").text();
            if (!other.present()) {
                findings.add(service.where() + ": waits for " + name + ", which is not there");
            } else if (ONE_OFF.contains(name)
                    ? !condition.equals("service_completed_successfully")
                    : !condition.equals("service_healthy")
                            || !other.at("healthcheck", "test").present()) {
                findings.add(service.where() + ": cannot wait for " + name + " to be " + condition);
            }
        });
        return findings;
    }

    private static List<String> volume(Tree tree, ComposeFile compose, Container service, Yaml volume) {
        String source = volume.at("source").present()
                ? volume.at("source").text()
                : volume.text().replaceFirst(":.*", "");
        boolean operators = source.startsWith("${");
        boolean present = source.startsWith("./")
                ? tree.isFile(source)
                : compose.yaml().at("volumes").members().containsKey(source);
        return operators || present ? List.of() : List.of(service.where() + ": no " + source + " to mount");
    }

    private static List<String> addresses(Container service) {
        List<String> findings = new ArrayList<>();
        service.settings().forEach((variable, setting) -> {
            if (variable.endsWith("_URL") || variable.equals("KAFKA_BOOTSTRAP_SERVERS")) {
                boolean known = ADDRESS.matcher(setting.value()).results().anyMatch(result -> result.group(2)
                        .equals(PORTS.get(result.group(1))));
                if (!known) {
                    findings.add(service.where() + ": " + variable + " names no service: " + setting.value());
                }
            }
        });
        return findings;
    }
}
