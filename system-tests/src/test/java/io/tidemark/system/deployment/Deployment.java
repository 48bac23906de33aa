package io.tidemark.system.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All checks over all files, each under the name of what it is about. */
record Deployment(Tree tree, ComposeFile compose, List<Cluster> clusters) {
    static final List<String> KUSTOMIZATIONS = List.of("deploy", "deploy/overlays/example");

    static Deployment of(Tree tree) {
        return new Deployment(
                tree,
                ComposeFile.of(tree),
                KUSTOMIZATIONS.stream()
                        .map(folder -> Kustomization.render(tree, folder))
                        .toList());
    }

    private Stream<Cluster.Workload> workloads() {
        return clusters.stream().flatMap(cluster -> cluster.workloads().stream());
    }

    private List<Container> containers() {
        return Stream.concat(compose.containers().stream(), workloads().map(Cluster.Workload::container))
                .toList();
    }

    private Stream<Container> composeServices() {
        return compose.containers().stream().filter(container -> Container.MODULES.contains(container.name()));
    }

    List<String> settings() {
        return SettingChecks.keys(tree, containers());
    }

    List<String> secrets() {
        List<String> findings = new ArrayList<>(SettingChecks.secrets(containers()));
        clusters.forEach(cluster -> findings.addAll(SettingChecks.noSecretObjects(cluster)));
        findings.addAll(SettingChecks.exampleEnvironment(tree));
        return findings;
    }

    List<String> images() {
        List<String> findings = new ArrayList<>();
        containers().forEach(container -> findings.addAll(ImageChecks.pinned(container.where(), container.image())));
        for (String module : Container.MODULES) {
            findings.addAll(ImageChecks.dockerfile(tree, module));
            findings.addAll(ImageChecks.layout(tree, module));
        }
        return findings;
    }

    List<String> topics() {
        List<String> findings = new ArrayList<>(
                TopicChecks.topics(compose.container("topics"), tree.read("deploy/base/create-topics.sh")));
        for (Cluster cluster : clusters) {
            String script = cluster.find("ConfigMap", "create-topics")
                    .map(map -> map.at("data", "create-topics.sh").text())
                    .orElse("exit 1");
            findings.addAll(TopicChecks.topics(cluster.workload("topics").container(), script));
        }
        return findings;
    }

    List<String> entityTypes() {
        List<String> findings = new ArrayList<>();
        for (Cluster cluster : clusters) {
            cluster.find("ConfigMap", "entity-types")
                    .ifPresent(map -> findings.addAll(SettingChecks.entityTypes(
                            cluster.where() + "/entity-types.yaml",
                            map.at("data", "entity-types.yaml").text())));
        }
        return findings;
    }

    List<String> health() {
        List<String> findings = new ArrayList<>();
        for (String module : Container.MODULES) {
            findings.addAll(HealthChecks.paths(tree, module));
            findings.addAll(HealthChecks.exposed(tree, module));
        }
        workloads().forEach(workload -> findings.addAll(HealthChecks.probes(tree, workload)));
        workloads()
                .filter(Cluster.Workload::serves)
                .forEach(workload -> findings.addAll(HealthChecks.timeToEnd(tree, workload)));
        composeServices().forEach(service -> {
            findings.addAll(HealthChecks.composeProbe(tree, service));
            findings.addAll(HealthChecks.composeTimeToEnd(tree, service));
        });
        return findings;
    }

    List<String> hardening() {
        List<String> findings = new ArrayList<>();
        compose.containers().forEach(service -> findings.addAll(HardeningChecks.compose(service)));
        workloads().forEach(workload -> findings.addAll(HardeningChecks.workload(workload)));
        return findings;
    }

    List<String> references() {
        List<String> findings = new ArrayList<>(ComposeChecks.references(tree, compose));
        clusters.forEach(cluster -> findings.addAll(ReferenceChecks.references(tree, cluster)));
        return findings;
    }

    List<String> network() {
        return clusters.stream()
                .flatMap(cluster -> NetworkChecks.policies(cluster).stream())
                .toList();
    }

    /** Everything that is wrong, anywhere. */
    List<String> all() {
        return Stream.of(
                        settings(),
                        secrets(),
                        images(),
                        topics(),
                        entityTypes(),
                        health(),
                        hardening(),
                        references(),
                        network())
                .flatMap(List::stream)
                .toList();
    }
}
