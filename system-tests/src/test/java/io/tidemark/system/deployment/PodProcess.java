package io.tidemark.system.deployment;

import io.tidemark.stack.LocalStack;
import io.tidemark.system.deployment.Cluster.Workload;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A workload's container as a process of this machine: the entry point of its image and the variables of its manifest.
 * Only what a cluster would have resolved is replaced: addresses, Secrets, mounted files, and the port by a free one.
 */
final class PodProcess implements AutoCloseable {
    private static final int PROBE_MS = 5_000;
    private static final long POLL_MS = 200;

    private final Process process;
    private final Path output;
    private final int port;

    private PodProcess(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** @param folder for the output and the mounted files */
    static PodProcess start(Tree tree, Cluster cluster, Workload workload, LocalStack stack, Path folder)
            throws IOException {
        String module = workload.container().module().orElseThrow();
        String name = workload.container().name();
        int port = freePort();
        List<String> command = new ArrayList<>(entryPoint(tree, module));
        command.set(0, ProcessHandle.current().info().command().orElse("java"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(tree.root().resolve(module + "/target/quarkus-app").toFile());
        builder.environment().keySet().removeIf(key -> key.matches("(QUARKUS|TIDEMARK|KAFKA|MP)_.*"));
        builder.environment().putAll(environment(cluster, workload, stack, folder));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        Path output = folder.resolve(name + ".log");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        return new PodProcess(builder.start(), output, port);
    }

    private static List<String> entryPoint(Tree tree, String module) {
        String json = Dockerfile.of(tree, module).last("ENTRYPOINT");
        return Yaml.document(json).texts();
    }

    private static Map<String, String> environment(Cluster cluster, Workload workload, LocalStack stack, Path folder)
            throws IOException {
        Map<String, String> secrets = Map.of(
                "username", LocalStack.DATABASE_USER,
                "password", LocalStack.DATABASE_PASSWORD,
                "key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        Map<String, String> environment = new HashMap<>();
        for (Map.Entry<String, Setting> entry : workload.container().settings().entrySet()) {
            String value = entry.getValue().value();
            environment.put(
                    entry.getKey(), entry.getValue().given() ? secrets.get(value.replaceFirst(".*/", "")) : value);
        }
        Path types = folder.resolve("entity-types.yaml");
        Yaml map = cluster.find("ConfigMap", "entity-types").orElseThrow();
        Files.writeString(types, map.at("data", "entity-types.yaml").text());
        environment.replace("TIDEMARK_ENTITY_TYPES", types.toString());
        environment.replace(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                stack.tokens().publicKeyFile().toString());
        environment.replace("KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers());
        environment.replace("QUARKUS_DATASOURCE_JDBC_URL", stack.jdbcUrl());
        environment.replace("QUARKUS_DATASOURCE_REACTIVE_URL", stack.reactiveUrl());
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** The status of the answer; 0 while there is none. */
    int probe(String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setConnectTimeout(PROBE_MS);
            connection.setReadTimeout(PROBE_MS);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Whether the path answers 200 within the limit; false at once when the process has ended. */
    boolean becomesReady(String path, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (probe(path) != HttpURLConnection.HTTP_OK) {
            if (System.nanoTime() > deadline || process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** The exit status. */
    int end(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the process does not end");
        }
        return process.exitValue();
    }

    /** SIGTERM, as the cluster sends it. */
    void terminate() {
        process.destroy();
    }

    String log() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
