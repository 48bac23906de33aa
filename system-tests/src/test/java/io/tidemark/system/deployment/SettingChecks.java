package io.tidemark.system.deployment;

import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Environment variables: each is a key of the service that gets it, each that it needs is there, none is a secret. */
final class SettingChecks {
    private static final Map<String, Set<String>> NEEDED = Map.of(
            "sync-gateway",
                    Set.of(
                            "KAFKA_BOOTSTRAP_SERVERS",
                            "QUARKUS_DATASOURCE_REACTIVE_URL",
                            "QUARKUS_DATASOURCE_USERNAME",
                            "QUARKUS_DATASOURCE_PASSWORD",
                            "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                            "MP_JWT_VERIFY_ISSUER",
                            "TIDEMARK_CURSOR_KEY",
                            "TIDEMARK_ENTITY_TYPES"),
            "merge-service",
                    Set.of(
                            "KAFKA_BOOTSTRAP_SERVERS",
                            "QUARKUS_DATASOURCE_JDBC_URL",
                            "QUARKUS_DATASOURCE_USERNAME",
                            "QUARKUS_DATASOURCE_PASSWORD",
                            "TIDEMARK_ENTITY_TYPES"));

    private static final Pattern SECRET = Pattern.compile("(PASSWORD|SECRET|TOKEN|KEY)$");
    private static final Pattern PRIVATE_KEY = Pattern.compile("BEGIN [A-Z ]*PRIVATE KEY");

    private SettingChecks() {}

    static List<String> keys(Tree tree, List<Container> containers) {
        List<String> findings = new ArrayList<>();
        for (Container container : containers) {
            container.module().ifPresent(module -> {
                ServiceConfiguration service = ServiceConfiguration.of(tree, module);
                container.settings().keySet().stream()
                        .filter(variable -> !service.reads(variable))
                        .forEach(variable ->
                                findings.add(container.where() + ": " + variable + " is no key of " + module));
                if (container.name().equals(module)) {
                    NEEDED.getOrDefault(module, Set.of()).stream()
                            .filter(variable -> !container.settings().containsKey(variable))
                            .forEach(variable -> findings.add(container.where() + ": " + variable + " is missing"));
                }
            });
        }
        return findings;
    }

    static List<String> secrets(List<Container> containers) {
        List<String> findings = new ArrayList<>();
        for (Container container : containers) {
            container.settings().forEach((variable, setting) -> {
                if (SECRET.matcher(variable).find() && !setting.given()) {
                    findings.add(container.where() + ": " + variable + " is a secret and stands in the file");
                }
            });
        }
        return findings;
    }

    static List<String> noSecretObjects(Cluster cluster) {
        return cluster.ofKind("Secret").stream()
                .map(secret -> cluster.where() + ": the Secret "
                        + secret.at("metadata", "name").text() + " is in the repository")
                .toList();
    }

    /** Names of what the operator fills in, with nothing filled in that is secret; no private key in any file. */
    static List<String> exampleEnvironment(Tree tree) {
        List<String> findings = new ArrayList<>();
        String example = tree.read(".env.example");
        for (String line : example.lines().toList()) {
            String[] parts = line.split("=", 2);
            if (!line.startsWith("#") && parts.length == 2) {
                if (SECRET.matcher(parts[0]).find() && !parts[1].isBlank()) {
                    findings.add(".env.example: " + parts[0] + " has a value");
                }
                if (!tree.read(ComposeFile.PATH).contains("${" + parts[0] + ":")) {
                    findings.add(".env.example: nobody reads " + parts[0]);
                }
            }
        }
        Pattern.compile("\\$\\{([A-Z_]+)")
                .matcher(tree.read(ComposeFile.PATH))
                .results()
                .map(result -> result.group(1))
                .distinct()
                .filter(name -> !example.contains("\n" + name + "="))
                .forEach(name -> findings.add(".env.example: " + name + " is missing"));
        for (String file : List.of(ComposeFile.PATH, ".env.example", "deploy/README.md")) {
            if (PRIVATE_KEY.matcher(tree.read(file)).find()) {
                findings.add(file + ": holds a private key");
            }
        }
        return findings;
    }

    static List<String> entityTypes(String where, String yaml) {
        try {
            EntityTypesFile.parse(where, yaml);
            return List.of();
        } catch (InvalidEntityTypes e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
