package io.tidemark.system.deployment;

import io.tidemark.system.deployment.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports and health paths: what is asked for is served, and who is told to end is given the time. */
final class HealthChecks {
    private static final Map<String, String> PROBES = Map.of(
            "startupProbe", "/q/health/started",
            "livenessProbe", "/q/health/live",
            "readinessProbe", "/q/health/ready");
    private static final List<String> MOVES_PATHS = List.of(
            "quarkus.http.root-path",
            "quarkus.http.non-application-root-path",
            "quarkus.smallrye-health.root-path",
            "quarkus.smallrye-health.liveness-path",
            "quarkus.smallrye-health.readiness-path",
            "quarkus.smallrye-health.startup-path",
            "quarkus.management.enabled");
    private static final Pattern SECONDS = Pattern.compile("([0-9]+)[sS]?");

    private HealthChecks() {}

    /** The health paths are Quarkus' own as long as nobody moves them, and the extension is there. */
    static List<String> paths(Tree tree, String module) {
        ServiceConfiguration service = ServiceConfiguration.of(tree, module);
        List<String> findings = new ArrayList<>();
        if (!service.has("quarkus-smallrye-health")) {
            findings.add(module + ": serves no health");
        }
        MOVES_PATHS.forEach(key -> service.property(key)
                .ifPresent(value -> findings.add(module + ": " + key + " moves the paths that are probed")));
        return findings;
    }

    private static String port(Tree tree, Container container, String module) {
        return container
                .setting("QUARKUS_HTTP_PORT")
                .or(() -> ServiceConfiguration.of(tree, module).property("quarkus.http.port"))
                .orElse("8080");
    }

    static List<String> exposed(Tree tree, String module) {
        Dockerfile file = Dockerfile.of(tree, module);
        String told = "QUARKUS_HTTP_PORT=" + file.last("EXPOSE");
        return String.join(" ", file.all("ENV")).matches("(.* )?" + told + "( .*)?")
                ? List.of()
                : List.of(file.path() + ": EXPOSE " + file.last("EXPOSE") + " is not the port that is served");
    }

    static List<String> probes(Tree tree, Workload workload) {
        List<String> findings = new ArrayList<>();
        Yaml container = workload.container().yaml();
        if (!workload.serves()) {
            PROBES.keySet().stream()
                    .filter(probe -> container.at(probe).present())
                    .forEach(probe -> findings.add(workload.where() + ": a job has no " + probe));
            return findings;
        }
        String port =
                port(tree, workload.container(), workload.container().module().orElseThrow());
        String declared = container
                .at("ports")
                .itemWith("name", "http")
                .at("containerPort")
                .text();
        if (!declared.equals(port)) {
            findings.add(workload.where() + ": port http is " + declared + ", and " + port + " is served");
        }
        PROBES.forEach((probe, path) -> {
            Yaml get = container.at(probe, "httpGet");
            if (!get.at("path").is(path)) {
                findings.add(workload.where() + ": " + probe + " asks for "
                        + get.at("path").text() + ", not " + path);
            }
            if (!List.of("http", port).contains(get.at("port").text())) {
                findings.add(workload.where() + ": " + probe + " asks at a port that is not served");
            }
        });
        return findings;
    }

    static List<String> composeProbe(Tree tree, Container service) {
        String port = port(tree, service, service.module().orElseThrow());
        List<String> findings = new ArrayList<>();
        String test = String.join(" ", service.yaml().at("healthcheck", "test").texts());
        if (!test.contains("/dev/tcp/127.0.0.1/" + port + " ") || !test.contains("GET /q/health/ready HTTP/1.1")) {
            findings.add(service.where() + ": its health check does not ask for /q/health/ready at " + port);
        }
        for (String published : service.yaml().at("ports").texts()) {
            if (!published.endsWith(":" + port)) {
                findings.add(service.where() + ": publishes " + published + ", and " + port + " is served");
            }
        }
        return findings;
    }

    static List<String> timeToEnd(Tree tree, Workload workload) {
        List<String> hold = workload.container()
                .yaml()
                .at("lifecycle", "preStop", "exec", "command")
                .texts();
        int before = hold.isEmpty() ? 0 : seconds(hold.getLast());
        int given = workload.pod().at("terminationGracePeriodSeconds").number();
        return timeToEnd(tree, workload.container(), given - before);
    }

    static List<String> composeTimeToEnd(Tree tree, Container service) {
        return timeToEnd(
                tree, service, seconds(service.yaml().at("stop_grace_period").text()));
    }

    private static List<String> timeToEnd(Tree tree, Container container, int given) {
        String module = container.module().orElseThrow();
        int needed = seconds(ServiceConfiguration.of(tree, module)
                .property("quarkus.shutdown.timeout")
                .orElse("0"));
        return given > needed
                ? List.of()
                : List.of(container.where() + ": is killed after " + given + " s, and may need " + needed);
    }

    private static int seconds(String duration) {
        Matcher matcher = SECONDS.matcher(duration);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
