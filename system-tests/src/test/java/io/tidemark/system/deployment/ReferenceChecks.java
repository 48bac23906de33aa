package io.tidemark.system.deployment;

import io.tidemark.system.deployment.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names in the cluster: what is referred to is there. */
final class ReferenceChecks {
    private final Tree tree;
    private final Cluster cluster;
    private final List<String> findings = new ArrayList<>();

    private ReferenceChecks(Tree tree, Cluster cluster) {
        this.tree = tree;
        this.cluster = cluster;
    }

    static List<String> references(Tree tree, Cluster cluster) {
        ReferenceChecks checks = new ReferenceChecks(tree, cluster);
        cluster.workloads().forEach(checks::workload);
        cluster.ofKind("Service").forEach(checks::service);
        cluster.ofKind("PodDisruptionBudget").forEach(budget -> checks.selects(budget, budget.at("spec", "selector")));
        for (Workload workload : cluster.workloads()) {
            if (workload.serves()) {
                checks.deployment(workload);
            }
        }
        return checks.findings;
    }

    private void workload(Workload workload) {
        Yaml container = workload.container().yaml();
        for (Yaml source : container.at("envFrom").items()) {
            configMap(workload, source.at("configMapRef", "name").text());
        }
        for (Yaml variable : container.at("env").items()) {
            Yaml secret = variable.at("valueFrom", "secretKeyRef");
            if (secret.present()) {
                secret(workload, secret.at("name").text(), secret.at("key").text());
            }
        }
        for (Yaml volume : workload.pod().at("volumes").items()) {
            if (volume.at("configMap").present()) {
                configMap(workload, volume.at("configMap", "name").text());
            }
        }
        for (Yaml mount : container.at("volumeMounts").items()) {
            if (!volume(workload, mount.at("name").text()).present()) {
                findings.add(
                        workload.where() + ": no volume " + mount.at("name").text());
            }
        }
        file(workload, "TIDEMARK_ENTITY_TYPES");
        file(workload, "MP_JWT_VERIFY_PUBLICKEY_LOCATION");
        container.at("command").texts().stream()
                .filter(word -> word.endsWith(".sh"))
                .forEach(script -> path(workload, script));
    }

    private static Yaml volume(Workload workload, String name) {
        return workload.pod().at("volumes").itemWith("name", name);
    }

    private void configMap(Workload workload, String name) {
        if (cluster.find("ConfigMap", name).isEmpty()) {
            findings.add(workload.where() + ": no ConfigMap " + name);
        }
    }

    /** Secrets are the operator's: the page that says how they are made must know name and key. */
    private void secret(Workload workload, String name, String key) {
        boolean told = tree.read("deploy/README.md")
                .lines()
                .anyMatch(line -> line.contains("kubectl create secret generic " + name + " ")
                        && (line.contains("=" + key + "=") || line.matches(".*--from-file=" + key + "( .*)?")));
        if (!told) {
            findings.add(workload.where() + ": deploy/README.md does not make " + key + " of the Secret " + name);
        }
    }

    private void file(Workload workload, String variable) {
        workload.container().setting(variable).ifPresent(path -> path(workload, path));
    }

    /** A path in the container that a ConfigMap or a Secret must hold. */
    private void path(Workload workload, String path) {
        int slash = path.lastIndexOf('/');
        String key = path.substring(slash + 1);
        String mounted = workload.container()
                .yaml()
                .at("volumeMounts")
                .itemWith("mountPath", path.substring(0, slash))
                .at("name")
                .text();
        Yaml volume = volume(workload, mounted);
        Optional<Yaml> map =
                cluster.find("ConfigMap", volume.at("configMap", "name").text());
        if (volume.at("secret").present()) {
            secret(workload, volume.at("secret", "secretName").text(), key);
        } else if (map.isEmpty() || !map.get().at("data", key).present()) {
            findings.add(workload.where() + ": nothing is mounted as " + path);
        }
    }

    private void service(Yaml service) {
        String name = service.at("metadata", "name").text();
        List<Workload> behind = cluster.workloads().stream()
                .filter(workload -> workload.labels()
                        .entrySet()
                        .containsAll(
                                service.at("spec", "selector").textMembers().entrySet()))
                .toList();
        if (behind.isEmpty()) {
            findings.add(cluster.where() + " Service " + name + ": selects nothing");
        }
        for (Yaml port : service.at("spec", "ports").items()) {
            behind.stream()
                    .filter(workload -> !hasPort(workload, port.at("targetPort").text()))
                    .forEach(workload -> findings.add(cluster.where() + " Service " + name + ": no port "
                            + port.at("targetPort").text() + " there"));
        }
    }

    static boolean hasPort(Workload workload, String port) {
        return workload.container().yaml().at("ports").items().stream()
                .anyMatch(declared -> declared.at("name").text().equals(port)
                        || declared.at("containerPort").text().equals(port));
    }

    private void deployment(Workload workload) {
        Yaml spec = workload.object().at("spec");
        if (!workload.selectedBy(spec.at("selector"))) {
            findings.add(workload.where() + ": does not select its own pods");
        }
        for (Yaml spread : workload.pod().at("topologySpreadConstraints").items()) {
            if (!workload.selectedBy(spread.at("labelSelector"))) {
                findings.add(workload.where() + ": spreads other pods than its own");
            }
        }
        if (spec.at("replicas").number() < 2) {
            findings.add(workload.where() + ": one pod is no service while it is replaced");
        }
        if (cluster.ofKind("PodDisruptionBudget").stream()
                .noneMatch(budget -> workload.selectedBy(budget.at("spec", "selector")))) {
            findings.add(workload.where() + ": no PodDisruptionBudget");
        }
    }

    private void selects(Yaml object, Yaml selector) {
        if (cluster.workloads().stream().noneMatch(workload -> workload.selectedBy(selector))) {
            findings.add(cluster.where() + " " + object.at("kind").text() + " "
                    + object.at("metadata", "name").text() + ": selects nothing");
        }
    }
}
