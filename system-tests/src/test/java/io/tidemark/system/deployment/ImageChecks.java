package io.tidemark.system.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Images: pinned, not root, and made only of what the build makes. */
final class ImageChecks {
    /** A full version at least, such as 17.11-bookworm; or a digest. */
    private static final Pattern PINNED = Pattern.compile(
            "[a-z0-9./_-]+(:[0-9]+\\.[0-9]+[\\w.-]*)?@sha256:[0-9a-f]{64}|[a-z0-9./_-]+:[0-9]+\\.[0-9]+[\\w.-]*");

    private static final Pattern NUMERIC_USER = Pattern.compile("[1-9][0-9]*:[1-9][0-9]*");
    /** What {@code quarkus-maven-plugin} leaves in {@code target/quarkus-app} unless told otherwise. */
    private static final Set<String> FAST_JAR = Set.of("lib", "app", "quarkus", "quarkus-run.jar");

    private ImageChecks() {}

    static List<String> pinned(String where, String image) {
        return PINNED.matcher(image).matches() ? List.of() : List.of(where + ": the image " + image + " is not pinned");
    }

    static List<String> dockerfile(Tree tree, String module) {
        Dockerfile file = Dockerfile.of(tree, module);
        List<String> findings = new ArrayList<>(pinned(file.path(), file.last("FROM")));
        if (!NUMERIC_USER.matcher(file.last("USER")).matches()) {
            findings.add(file.path() + ": USER is no number other than root's: " + file.last("USER"));
        }
        if (!file.last("ENTRYPOINT").startsWith("[")) {
            findings.add(file.path() + ": the ENTRYPOINT hides java behind a shell, which keeps the signals");
        }
        if (!file.last("ENTRYPOINT").contains("MaxRAMPercentage")) {
            findings.add(file.path() + ": the heap does not follow the container's memory");
        }
        for (String copied : file.copied()) {
            findings.addAll(comesFromTheBuild(tree, file.path(), module, copied));
        }
        if (file.copied().size() != FAST_JAR.size()) {
            findings.add(file.path() + ": copies " + file.copied().size() + " of the " + FAST_JAR.size() + " parts");
        }
        return findings;
    }

    private static List<String> comesFromTheBuild(Tree tree, String where, String module, String copied) {
        String built = module + "/target/quarkus-app/";
        String part = copied.replaceFirst("/$", "").replaceFirst("^" + Pattern.quote(built), "");
        List<String> findings = new ArrayList<>();
        if (!FAST_JAR.contains(part) || (isPackaged(tree, module) && !tree.exists(copied))) {
            findings.add(where + ": " + copied + " is not made by the build");
        }
        if (!tree.read(".dockerignore").lines().toList().contains("!" + built + "*")) {
            findings.add(".dockerignore: keeps " + copied + " out");
        }
        return findings;
    }

    /** Only then are the copied files themselves looked at; else Quarkus' layout stands for them. */
    static boolean isPackaged(Tree tree, String module) {
        return tree.isFile(module + "/target/quarkus-app/quarkus-run.jar");
    }

    /** The layout is Quarkus' own as long as nobody asks for another. */
    static List<String> layout(Tree tree, String module) {
        List<String> findings = new ArrayList<>();
        if (!tree.read(module + "/pom.xml").contains("<artifactId>quarkus-maven-plugin</artifactId>")) {
            findings.add(module + "/pom.xml: quarkus-maven-plugin does not build it");
        }
        ServiceConfiguration service = ServiceConfiguration.of(tree, module);
        for (String key : List.of("quarkus.package.jar.type", "quarkus.package.output-directory")) {
            service.property(key).ifPresent(value -> findings.add(module + ": " + key + " changes what is built"));
        }
        return findings;
    }
}
