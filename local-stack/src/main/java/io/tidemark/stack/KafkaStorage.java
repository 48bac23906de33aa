package io.tidemark.stack;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * A formatted log folder. Kafka's own tool takes seconds to make one, as it starts a JVM: it is run once, and its few
 * files are kept as a pattern. Each data folder gets a copy with a cluster id and a directory id of its own.
 */
final class KafkaStorage {
    private static final String META = "meta.properties";
    private static final long TOOL_SECONDS = 120;

    private KafkaStorage() {}

    static void format(Home home, Path data) throws IOException {
        if (Files.exists(data.resolve(META))) {
            return;
        }
        Path fresh = data.resolveSibling(data.getFileName() + ".new");
        Directories.delete(fresh);
        Files.createDirectories(fresh);
        copy(pattern(home), fresh);
        giveIds(fresh.resolve(META));
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path pattern, Path target) throws IOException {
        try (Stream<Path> files = Files.list(pattern)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(Objects.requireNonNull(file.getFileName())));
            }
        }
    }

    private static void giveIds(Path meta) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(meta)) {
            properties.load(reader);
        }
        properties.setProperty("cluster.id", Uuid.randomUuid().toString());
        properties.setProperty("directory.id", Uuid.randomUuid().toString());
        try (Writer writer = Files.newBufferedWriter(meta)) {
            properties.store(writer, null);
        }
    }

    private static Path pattern(Home home) throws IOException {
        Path pattern = home.cache().resolve("kafka-format-" + home.kafkaFingerprint());
        if (!Files.isDirectory(pattern)) {
            Files.createDirectories(home.cache());
            Path work = Files.createTempDirectory(home.cache(), "formatting-");
            try {
                runTool(home, work);
                Files.move(work.resolve("logs"), pattern, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(pattern)) {
                    throw e;
                }
            } finally {
                Directories.delete(work);
            }
        }
        return pattern;
    }

    private static void runTool(Home home, Path work) throws IOException {
        Path settings = work.resolve("format.properties");
        Files.writeString(
                settings, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:9093
                listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
                controller.listener.names=CONTROLLER
                log.dirs=%s
                """.formatted(work.resolve("logs").toString().replace("\\", "\\\\")));
        Path output = work.resolve("format.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Part.java().toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        home.kafkaClasspath(),
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        settings.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        if (Children.run(builder, TOOL_SECONDS, TimeUnit.SECONDS) != 0) {
            throw new IOException(
                    "the log folder cannot be formatted:\n" + String.join("\n", PartLog.tail(output, 0, 20)));
        }
    }
}
