package io.tidemark.system.deployment;

import io.tidemark.system.deployment.Cluster.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What a container may do: as little as it can. */
final class HardeningChecks {
    private static final Pattern NUMERIC_USER = Pattern.compile("[1-9][0-9]*:[1-9][0-9]*");
    /** They write their own configuration and data into the image's folders. */
    private static final List<String> STORES = List.of("postgresql", "kafka");

    private HardeningChecks() {}

    static List<String> workload(Workload workload) {
        List<String> findings = new ArrayList<>();
        BiConsumer<Boolean, String> require = (holds, otherwise) -> {
            if (!holds) {
                findings.add(workload.where() + ": " + otherwise);
            }
        };
        Yaml pod = workload.pod();
        Yaml container = workload.container().yaml();
        require.accept(pod.at("securityContext", "runAsNonRoot").is(true), "may run as root");
        require.accept(pod.at("securityContext", "runAsUser").number() > 0, "names no user other than root");
        require.accept(
                pod.at("securityContext", "seccompProfile", "type").is("RuntimeDefault"), "has no seccomp profile");
        require.accept(pod.at("automountServiceAccountToken").is(false), "gets a token of the cluster's API");
        require.accept(pod.at("enableServiceLinks").is(false), "gets the variables of every Service");
        require.accept(pod.at("containers").items().size() == 1, "has not exactly one container");
        require.accept(!pod.at("initContainers").present(), "has init containers, which nobody checks");
        Yaml security = container.at("securityContext");
        require.accept(security.at("allowPrivilegeEscalation").is(false), "may gain privileges");
        require.accept(security.at("readOnlyRootFilesystem").is(true), "may write to its image");
        require.accept(security.at("capabilities", "drop").texts().contains("ALL"), "keeps capabilities");
        Yaml resources = container.at("resources");
        require.accept(resources.at("requests", "cpu").present(), "requests no CPU");
        require.accept(
                resources.at("limits", "memory").present()
                        && resources.at("limits", "memory").equals(resources.at("requests", "memory")),
                "requests other memory than its limit");
        String tmp = container
                .at("volumeMounts")
                .itemWith("mountPath", "/tmp")
                .at("name")
                .text();
        require.accept(
                pod.at("volumes")
                        .itemWith("name", tmp)
                        .at("emptyDir", "sizeLimit")
                        .present(),
                "has no bounded /tmp");
        if (workload.serves()) {
            require.accept(pod.at("topologySpreadConstraints").present(), "may have all its pods on one node");
        } else {
            Yaml job = workload.object().at("spec");
            require.accept(job.at("activeDeadlineSeconds").number() > 0, "has no deadline");
            require.accept(job.at("backoffLimit").present(), "has no bound on its retries");
        }
        return findings;
    }

    static List<String> compose(Container service) {
        List<String> findings = new ArrayList<>();
        Yaml yaml = service.yaml();
        if (!NUMERIC_USER.matcher(yaml.at("user").text()).matches()) {
            findings.add(service.where() + ": runs as root, or as nobody knows whom");
        }
        if (!yaml.at("cap_drop").texts().contains("ALL")) {
            findings.add(service.where() + ": keeps capabilities");
        }
        if (!yaml.at("security_opt").texts().contains("no-new-privileges:true")) {
            findings.add(service.where() + ": may gain privileges");
        }
        if (!STORES.contains(service.name()) && !yaml.at("read_only").is(true)) {
            findings.add(service.where() + ": may write to its image");
        }
        for (String port : yaml.at("ports").texts()) {
            if (!port.startsWith("127.0.0.1:")) {
                findings.add(service.where() + ": is published to the network");
            }
        }
        return findings;
    }
}
