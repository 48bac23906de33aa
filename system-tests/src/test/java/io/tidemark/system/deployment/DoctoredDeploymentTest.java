package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the checks can catch: each row breaks one thing in one file, and names what must be said about it. */
class DoctoredDeploymentTest {
    private static final String COMPOSE = "docker-compose.yml";
    private static final String GATEWAY = "deploy/base/sync-gateway.yaml";
    private static final String MERGE = "deploy/base/merge-service.yaml";
    private static final String BASE = "deploy/base/kustomization.yaml";
    private static final String TOPICS = "deploy/base/create-topics.sh";
    private static final String TOPICS_JOB = "deploy/base/topics-job.yaml";
    private static final String POLICIES = "deploy/base/network-policies.yaml";
    private static final String DOCKERFILE = "deploy/docker/Dockerfile.sync-gateway";

    record Row(String file, String from, String to, String finding) {
        @Override
        public String toString() {
            return file + ": " + finding;
        }
    }

    static final List<Row> BROKEN = List.of(
            // environment variables
            new Row(
                    COMPOSE,
                    "TIDEMARK_MIGRATE_ONLY",
                    "TIDEMARK_MIGRATE",
                    "TIDEMARK_MIGRATE is no key of merge-service"),
            new Row(BASE, "QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_REACTIVE_URL", "no key of merge-service"),
            new Row(
                    GATEWAY,
                    "name: TIDEMARK_CURSOR_KEY",
                    "name: TIDEMARK_CURSORS_KEY",
                    "TIDEMARK_CURSOR_KEY is missing"),
            // secrets
            new Row(
                    COMPOSE,
                    "TIDEMARK_CURSOR_KEY: \"${TIDEMARK_CURSOR_KEY:?copy .env.example to .env and set it there}\"",
                    "TIDEMARK_CURSOR_KEY: c2VjcmV0",
                    "TIDEMARK_CURSOR_KEY is a secret and stands in the file"),
            new Row(
                    COMPOSE,
                    "\"${TIDEMARK_DATABASE_PASSWORD:?copy .env.example to .env and set it there}\"",
                    "${TIDEMARK_DATABASE_PASSWORD:-tidemark}",
                    "POSTGRES_PASSWORD is a secret"),
            new Row(
                    MERGE,
                    "valueFrom: { secretKeyRef: { name: merge-service-database, key: password } }",
                    "value: hunter2",
                    "QUARKUS_DATASOURCE_PASSWORD is a secret"),
            new Row(
                    BASE,
                    "KAFKA_BOOTSTRAP_SERVERS=kafka:9092",
                    "TIDEMARK_CURSOR_KEY=c2VjcmV0",
                    "merge-service: TIDEMARK_CURSOR_KEY is a secret"),
            new Row(POLICIES, "kind: NetworkPolicy", "kind: Secret", "is in the repository"),
            new Row(".env.example", "TIDEMARK_CURSOR_KEY=", "TIDEMARK_CURSOR_KEY=c2VjcmV0", "has a value"),
            new Row(".env.example", "TIDEMARK_PORT=", "PORT=", "TIDEMARK_PORT is missing"),
            // images
            new Row(COMPOSE, "postgres:17.11-bookworm", "postgres:17", "the image postgres:17 is not pinned"),
            new Row(COMPOSE, "apache/kafka:4.1.1", "apache/kafka", "the image apache/kafka is not pinned"),
            new Row(MERGE, "merge-service:0.1.0", "merge-service:latest", "is not pinned"),
            new Row(DOCKERFILE, "25.0.3_9-jre-noble", "25-jre", "is not pinned"),
            new Row(DOCKERFILE, "USER 10001:10001", "USER root", "USER is no number"),
            new Row(DOCKERFILE, "USER 10001:10001", "USER 0:0", "USER is no number"),
            new Row(DOCKERFILE, "ENTRYPOINT [\"java\",", "ENTRYPOINT java", "hides java behind a shell"),
            new Row(DOCKERFILE, "-XX:MaxRAMPercentage=50", "-Xmx512m", "does not follow the container's memory"),
            new Row(DOCKERFILE, "quarkus-app/quarkus-run.jar", "sync-gateway-runner.jar", "is not made by the build"),
            new Row(
                    DOCKERFILE,
                    "sync-gateway/target/quarkus-app/lib/",
                    "merge-service/target/quarkus-app/lib/",
                    "is not made"),
            new Row(".dockerignore", "!sync-gateway/target/quarkus-app/*", "", "keeps sync-gateway"),
            new Row(
                    "sync-gateway/src/main/resources/application.properties",
                    "quarkus.application.name",
                    "quarkus.package.jar.type=uber-jar\nquarkus.application.name",
                    "changes what is built"),
            // topics
            new Row(TOPICS, "tidemark.outcomes 48", "tidemark.outcomes 12", "gets 12 partitions, not 48"),
            new Row(TOPICS, "retention.ms=1209600000", "retention.ms=604800000", "tidemark.operations gets {"),
            new Row(TOPICS, "cleanup.policy=compact", "cleanup.policy=delete", "tidemark.canonical-rows gets {"),
            new Row(TOPICS, "topic tidemark.outcomes", "topic tidemark.results", "tidemark.outcomes is not made"),
            new Row(
                    TOPICS,
                    "topic tidemark.outcomes",
                    "topic tidemark.results",
                    "tidemark.results is no topic of ours"),
            new Row(TOPICS, "PartitionCount: *", "Partitions: *", "create-topics.sh fails"),
            new Row(TOPICS_JOB, "value: \"2\"", "value: \"1\"", "gets 3 replicas, 1 in sync"),
            new Row(TOPICS_JOB, "name: REPLICATION_FACTOR", "name: REPLICATION", "create-topics.sh fails"),
            // entity types
            new Row("deploy/entity-types.yaml", "policy: last-writer", "policy: last-wins", "entity-types.yaml:"),
            // ports, health and the time to end
            new Row(GATEWAY, "containerPort: 8080", "containerPort: 8081", "port http is 8081, and 8080 is served"),
            new Row(GATEWAY, "/q/health/live", "/health/live", "livenessProbe asks for /health/live"),
            new Row(MERGE, "/q/health/live", "/q/health", "livenessProbe asks for /q/health,"),
            new Row(MERGE, "/q/health/ready, port: http", "/q/health/ready, port: 9000", "a port that is not served"),
            new Row(COMPOSE, "/dev/tcp/127.0.0.1/8080", "/dev/tcp/127.0.0.1/8082", "does not ask for /q/health/ready"),
            new Row(COMPOSE, "8080}:8080\"", "8080}:80\"", "and 8080 is served"),
            new Row(DOCKERFILE, "EXPOSE 8080", "EXPOSE 80", "is not the port that is served"),
            new Row(
                    "merge-service/src/main/resources/application.properties",
                    "quarkus.application.name",
                    "quarkus.http.root-path=/merge\nquarkus.application.name",
                    "moves the paths"),
            new Row("merge-service/pom.xml", "quarkus-smallrye-health", "quarkus-info", "serves no health"),
            new Row(
                    MERGE,
                    "terminationGracePeriodSeconds: 40",
                    "terminationGracePeriodSeconds: 20",
                    "is killed after 20 s"),
            new Row(COMPOSE, "stop_grace_period: 40s", "stop_grace_period: 10s", "is killed after 10 s"),
            // what a container may do
            new Row(COMPOSE, "user: \"999:999\"", "user: root", "runs as root"),
            new Row(COMPOSE, "read_only: true", "read_only: false", "may write to its image"),
            new Row(COMPOSE, "cap_drop: [ALL]", "cap_drop: [NET_RAW]", "keeps capabilities"),
            new Row(COMPOSE, "no-new-privileges:true", "seccomp:unconfined", "may gain privileges"),
            new Row(COMPOSE, "\"127.0.0.1:${", "\"${", "is published to the network"),
            new Row(GATEWAY, "runAsNonRoot: true", "runAsNonRoot: false", "may run as root"),
            new Row(GATEWAY, "runAsUser: 10001", "runAsUser: 0", "names no user other than root"),
            new Row(GATEWAY, "type: RuntimeDefault", "type: Unconfined", "has no seccomp profile"),
            new Row(GATEWAY, "automountServiceAccountToken: false", "hostname: a", "a token of the cluster's API"),
            new Row(GATEWAY, "allowPrivilegeEscalation: false", "privileged: false", "may gain privileges"),
            new Row(GATEWAY, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may write to its image"),
            new Row(GATEWAY, "drop: [ALL]", "drop: []", "keeps capabilities"),
            new Row(GATEWAY, "limits: { memory: 512Mi }", "limits: { cpu: 1 }", "requests other memory"),
            new Row(GATEWAY, "emptyDir: { sizeLimit: 64Mi }", "emptyDir: {}", "has no bounded /tmp"),
            new Row(GATEWAY, "topologySpreadConstraints", "tolerations", "all its pods on one node"),
            new Row(TOPICS_JOB, "activeDeadlineSeconds: 900", "completions: 1", "has no deadline"),
            // names
            new Row(GATEWAY, "configMapRef: { name: kafka }", "configMapRef: { name: broker }", "no ConfigMap broker"),
            new Row(GATEWAY, "name: cursor-key, key: key", "name: cursor-key, key: hmac", "does not make hmac"),
            new Row(
                    "deploy/README.md",
                    "generic token-key",
                    "generic jwt-key",
                    "does not make public.pem of the Secret"),
            new Row(GATEWAY, "mountPath: /etc/tidemark/token-key", "mountPath: /etc/keys", "nothing is mounted as"),
            new Row(MERGE, "entity-types/entity-types.yaml", "entity-types/types.yaml", "nothing is mounted as"),
            new Row(TOPICS_JOB, "{ name: script, mountPath", "{ name: scripts, mountPath", "no volume scripts"),
            new Row(GATEWAY, "targetPort: http", "targetPort: web", "no port web there"),
            new Row(
                    GATEWAY,
                    "selector: { app.kubernetes.io/name: sync-gateway }",
                    "selector: { app: g }",
                    "selects nothing"),
            new Row(MERGE, "kind: PodDisruptionBudget", "kind: PriorityClass", "no PodDisruptionBudget"),
            new Row(MERGE, "replicas: 2", "replicas: 1", "one pod is no service"),
            new Row(COMPOSE, "jdbc:postgresql://postgresql:", "jdbc:postgresql://database:", "names no service"),
            new Row(
                    COMPOSE,
                    "kafka: { condition: service_healthy }",
                    "broker: { condition: service_healthy }",
                    "waits for broker"),
            new Row(
                    COMPOSE,
                    "topics: { condition: service_completed_successfully }",
                    "topics: { condition: service_healthy }",
                    "cannot wait for topics"),
            new Row(COMPOSE, "./deploy/entity-types.yaml:", "./entity-types.yaml:", "no ./entity-types.yaml to mount"),
            new Row(
                    COMPOSE,
                    "docker/Dockerfile.merge-service",
                    "docker/Dockerfile.merge",
                    "no file deploy/docker/Dockerfile.merge"),
            // the network
            new Row(POLICIES, "policyTypes: [Ingress, Egress]", "policyTypes: [Ingress]", "nothing is denied to it"),
            new Row(
                    POLICIES,
                    "values: [sync-gateway, merge-service, topics]",
                    "values: [sync-gateway, topics]",
                    "merge-service: may reach"),
            new Row(POLICIES, "port: 5432", "port: 5433", "[53, 5433, 9092], and needs [53, 5432, 9092]"),
            new Row(
                    POLICIES,
                    "    - from:\n        - namespaceSelector: {}\n          podSelector:\n            matchLabels: { app.kubernetes.io/name: prometheus }\n      ports",
                    "    - ports",
                    "anybody may speak to it"));

    @ParameterizedTest
    @FieldSource("BROKEN")
    void saysWhatIsWrong_whenOneThingIsBroken(Row row) {
        // Given
        Tree doctored = Tree.ofRepository().with(row.file(), row.from(), row.to());

        // When
        List<String> findings = Deployment.of(doctored).all();

        // Then
        assertThat(findings).anyMatch(finding -> finding.contains(row.finding()));
    }

    static final List<Row> UNRENDERABLE = List.of(
            new Row(BASE, "- topics-job.yaml", "- topic-job.yaml", "no such resource"),
            new Row(BASE, "files: [create-topics.sh]", "files: [../entity-types.yaml]", "from above its folder"),
            new Row(BASE, "files: [create-topics.sh]", "files: [topics.sh]", "no such file"),
            new Row(
                    "deploy/overlays/example/kustomization.yaml",
                    "- ../../base",
                    "- ../..",
                    "refuses a resource that holds it"),
            new Row(
                    "deploy/overlays/example/kustomization.yaml",
                    "name: kafka\n    behavior",
                    "name: broker\n    behavior",
                    "no ConfigMap broker"),
            new Row(
                    "deploy/overlays/example/kustomization.yaml",
                    "name: tidemark/merge-service",
                    "name: merge-service",
                    "no image is named"),
            new Row("deploy/kustomization.yaml", "resources:", "bases:", "does not know bases"));

    @ParameterizedTest
    @FieldSource("UNRENDERABLE")
    void doesNotRender_whenKustomizeWouldNot(Row row) {
        // Given
        Tree doctored = Tree.ofRepository().with(row.file(), row.from(), row.to());

        // When // Then
        assertThatThrownBy(() -> Deployment.of(doctored))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(row.finding());
    }
}
