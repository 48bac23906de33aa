package io.tidemark.system.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code create-topics.sh}, with Kafka's tool or with one that only writes down what it is asked.
 *
 * @param output what the script said
 */
record ScriptRun(int status, String output, List<Creation> creations) {
    private static final int LIMIT_SECONDS = 180;

    /** Answers a question with the partitions that it was last asked to make, or with those of {@code PRESENT}. */
    private static final String TOOL = """
            #!/bin/sh
            echo "$@" >> "$0.asked"
            while [ $# -gt 0 ]; do
              [ "$1" = --partitions ] && echo "$2" > "$0.partitions"
              [ "$1" = --describe ] && echo "Topic: t TopicId: x PartitionCount: ${PRESENT:-$(cat "$0.partitions")} ReplicationFactor: 1"
              shift
            done
            exit 0
            """;

    record Creation(String topic, int partitions, int replicas, Map<String, String> config) {}

    /** With the tool that writes down. */
    static ScriptRun of(String script, Map<String, String> environment) {
        return of(script, environment, TOOL);
    }

    /** @param tool the text of {@code kafka-topics.sh}; creations are only known of the one that writes down */
    static ScriptRun of(String script, Map<String, String> environment, String tool) {
        try {
            Path folder = Files.createTempDirectory("create-topics");
            try {
                return in(folder, script, environment, tool);
            } finally {
                for (Path file : list(folder)) {
                    Files.delete(file);
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScriptRun in(Path folder, String script, Map<String, String> environment, String text)
            throws IOException {
        Path tool = Files.writeString(folder.resolve("kafka-topics.sh"), text);
        if (!tool.toFile().setExecutable(true)) {
            throw new IOException(tool + " cannot be made executable");
        }
        Path file = Files.writeString(folder.resolve("create-topics.sh"), script);
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", file.toString());
        builder.environment().putAll(environment);
        builder.environment().put("KAFKA_TOOLS", folder.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = ended(process);
        Path asked = folder.resolve("kafka-topics.sh.asked");
        List<Creation> creations = new ArrayList<>();
        for (String line : Files.exists(asked) ? Files.readAllLines(asked) : List.<String>of()) {
            if (line.contains("--create ")) {
                creations.add(creation(List.of(line.split(" "))));
            }
        }
        return new ScriptRun(status, Files.readString(output), creations);
    }

    private static int ended(Process process) {
        try {
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IllegalStateException("create-topics.sh does not end");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Creation creation(List<String> words) {
        Map<String, String> config = new HashMap<>();
        for (int index = 0; index < words.size(); index++) {
            if (words.get(index).equals("--config")) {
                String[] parts = words.get(index + 1).split("=", 2);
                config.put(parts[0], parts[1]);
            }
        }
        return new Creation(
                after(words, "--topic"),
                Integer.parseInt(after(words, "--partitions")),
                Integer.parseInt(after(words, "--replication-factor")),
                config);
    }

    private static String after(List<String> words, String option) {
        return words.get(words.indexOf(option) + 1);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
