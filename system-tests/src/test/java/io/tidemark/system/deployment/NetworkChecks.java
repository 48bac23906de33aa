package io.tidemark.system.deployment;

import io.tidemark.system.deployment.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Who may speak to whom: each workload reaches what its settings name, and the names' service, and nothing else. */
final class NetworkChecks {
    private static final Pattern PORT = Pattern.compile(":([0-9]+)");

    private NetworkChecks() {}

    static List<String> policies(Cluster cluster) {
        List<String> findings = new ArrayList<>();
        for (Workload workload : cluster.workloads()) {
            List<Yaml> policies = cluster.ofKind("NetworkPolicy").stream()
                    .map(policy -> policy.at("spec"))
                    .filter(policy -> workload.selectedBy(policy.at("podSelector")))
                    .toList();
            findings.addAll(denied(workload, policies));
            Set<String> reached = portsOut(policies);
            if (!reached.equals(needed(workload))) {
                findings.add(workload.where() + ": may reach the ports " + reached + ", and needs " + needed(workload));
            }
            findings.addAll(inward(workload, policies));
        }
        return findings;
    }

    private static List<String> denied(Workload workload, List<Yaml> policies) {
        boolean denied = policies.stream()
                .anyMatch(policy -> policy.at("policyTypes").texts().containsAll(List.of("Ingress", "Egress"))
                        && !policy.at("ingress").present()
                        && !policy.at("egress").present());
        return denied ? List.of() : List.of(workload.where() + ": nothing is denied to it");
    }

    private static Set<String> portsOut(List<Yaml> policies) {
        Set<String> ports = new TreeSet<>();
        for (Yaml policy : policies) {
            for (Yaml rule : policy.at("egress").items()) {
                boolean anywhere = rule.at("to").items().isEmpty();
                List<Yaml> named = rule.at("ports").items();
                named.forEach(port ->
                        ports.add(anywhere ? "anywhere" : port.at("port").text()));
                if (named.isEmpty()) {
                    ports.add("any");
                }
            }
        }
        return ports;
    }

    /** The ports in the addresses that it is given; 53 is for names. */
    private static Set<String> needed(Workload workload) {
        Set<String> ports = new TreeSet<>(Set.of("53"));
        workload.container().settings().forEach((variable, setting) -> {
            if (variable.endsWith("_URL") || variable.equals("KAFKA_BOOTSTRAP_SERVERS")) {
                PORT.matcher(setting.value()).results().forEach(result -> ports.add(result.group(1)));
            }
        });
        return ports;
    }

    private static List<String> inward(Workload workload, List<Yaml> policies) {
        List<String> findings = new ArrayList<>();
        boolean gateway = workload.container().name().equals("sync-gateway");
        boolean open = false;
        for (Yaml policy : policies) {
            for (Yaml rule : policy.at("ingress").items()) {
                open = true;
                if (rule.at("from").items().isEmpty() && !gateway) {
                    findings.add(workload.where() + ": anybody may speak to it");
                }
                for (Yaml port : rule.at("ports").items()) {
                    if (!ReferenceChecks.hasPort(workload, port.at("port").text())) {
                        findings.add(workload.where() + ": a policy opens a port that it has not");
                    }
                }
            }
        }
        if (open != workload.serves()) {
            findings.add(workload.where() + (open ? ": a job is spoken to" : ": nobody may speak to it"));
        }
        return findings;
    }
}
