package io.tidemark.system.deployment;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a service can be told, from its module: its own keys from its sources, and those of the extensions that its pom
 * names.
 */
final class ServiceConfiguration {
    /** Keys of the platform that a deployment may set, and the extensions of which one must be there to read it. */
    private static final Map<String, Set<String>> PLATFORM = Map.of(
            "kafka.bootstrap.servers", Set.of("quarkus-messaging-kafka", "quarkus-kafka-client"),
            "quarkus.http.host", Set.of("quarkus-rest", "quarkus-smallrye-health"),
            "quarkus.http.port", Set.of("quarkus-rest", "quarkus-smallrye-health"),
            "quarkus.datasource.username", Set.of("quarkus-reactive-pg-client", "quarkus-jdbc-postgresql"),
            "quarkus.datasource.password", Set.of("quarkus-reactive-pg-client", "quarkus-jdbc-postgresql"),
            "quarkus.datasource.reactive.url", Set.of("quarkus-reactive-pg-client"),
            "quarkus.datasource.jdbc.url", Set.of("quarkus-jdbc-postgresql"),
            "mp.jwt.verify.publickey.location", Set.of("quarkus-smallrye-jwt"),
            "mp.jwt.verify.issuer", Set.of("quarkus-smallrye-jwt"));

    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern INJECTED =
            Pattern.compile("@ConfigProperty\\(\\s*(?:name\\s*=\\s*)?\"([^\"]+)\"|getConfig\\(\\)[^\"]*\"([^\"]+)\"");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern INTERFACE = Pattern.compile("\\binterface (\\w+) \\{");
    private static final Pattern METHOD =
            Pattern.compile("(?m)^\\s*([A-Z][\\w.<>]*|int|long|boolean|double) (\\w+)\\(\\);");

    private final Map<String, String> properties;
    private final Set<String> extensions;
    private final Set<String> ownKeys = new TreeSet<>();

    private ServiceConfiguration(Map<String, String> properties, Set<String> extensions) {
        this.properties = properties;
        this.extensions = extensions;
    }

    static ServiceConfiguration of(Tree tree, String module) {
        Map<String, String> properties = properties(tree, module + "/src/main/resources/application.properties");
        ServiceConfiguration found = new ServiceConfiguration(properties, extensions(tree.read(module + "/pom.xml")));
        for (String source : tree.javaBelow(module + "/src/main/java")) {
            found.addInjected(source);
            found.addMapped(source);
        }
        return found;
    }

    private static Map<String, String> properties(Tree tree, String path) {
        Map<String, String> properties = new TreeMap<>();
        if (tree.isFile(path)) {
            tree.read(path)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.startsWith("#") && line.contains("="))
                    .map(line -> line.split("=", 2))
                    .forEach(parts -> properties.put(parts[0].strip().replaceFirst("^%prod\\.", ""), parts[1].strip()));
        }
        return properties;
    }

    /** Those that are in the image: not the ones of tests. */
    private static Set<String> extensions(String pom) {
        return DEPENDENCY
                .matcher(pom)
                .results()
                .map(result -> result.group(1))
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .map(dependency -> ARTIFACT.matcher(dependency).results().findFirst())
                .flatMap(Optional::stream)
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void addInjected(String source) {
        INJECTED.matcher(source)
                .results()
                .forEach(result -> ownKeys.add(result.group(1) != null ? result.group(1) : result.group(2)));
    }

    private void addMapped(String source) {
        Matcher mapping = MAPPING.matcher(source);
        if (mapping.find()) {
            Map<String, String> bodies = new TreeMap<>();
            Matcher declared = INTERFACE.matcher(source);
            String root = "";
            for (MatchResult each : declared.results().toList()) {
                root = root.isEmpty() ? each.group(1) : root;
                String rest = source.substring(each.end());
                bodies.put(each.group(1), INTERFACE.split(rest, 2)[0]);
            }
            addMembers(mapping.group(1), root, bodies);
        }
    }

    private void addMembers(String prefix, String type, Map<String, String> bodies) {
        for (MatchResult method :
                METHOD.matcher(bodies.getOrDefault(type, "")).results().toList()) {
            String key =
                    prefix + "." + method.group(2).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (bodies.containsKey(method.group(1))) {
                addMembers(key, method.group(1), bodies);
            } else {
                ownKeys.add(key);
            }
        }
    }

    boolean has(String extension) {
        return extensions.contains(extension);
    }

    Optional<String> property(String key) {
        return Optional.ofNullable(properties.get(key));
    }

    /** Whether this service reads the variable, by the rule that MicroProfile maps keys to variables with. */
    boolean reads(String variable) {
        return names(ownKeys).contains(variable)
                || PLATFORM.entrySet().stream()
                        .anyMatch(entry -> variable(entry.getKey()).equals(variable)
                                && entry.getValue().stream().anyMatch(extensions::contains));
    }

    private static Set<String> names(Collection<String> keys) {
        return keys.stream().map(ServiceConfiguration::variable).collect(Collectors.toSet());
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
