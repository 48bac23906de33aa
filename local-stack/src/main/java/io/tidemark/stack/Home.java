package io.tidemark.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The project's own folder, the one that holds the launcher script {@code tidemark}: where the built parts are found.
 *
 * @param directory an absolute path
 */
public record Home(Path directory) {
    public Home {
        directory = directory.toAbsolutePath().normalize();
    }

    /** The system property {@code tidemark.home}, else the nearest folder above the working directory with the script. */
    public static Home find() {
        return find(System.getProperty("tidemark.home"), Path.of(""));
    }

    static Home find(@Nullable String configured, Path workingDirectory) {
        if (configured != null && !configured.isBlank()) {
            return new Home(Path.of(configured));
        }
        Path start = workingDirectory.toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("tidemark")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return new Home(folder);
            }
        }
        throw new StackException("Cannot find Tidemark's folder: no folder from " + start
                + " upwards holds the script 'tidemark'. Set -Dtidemark.home=<folder>.");
    }

    /** What can be made again: unpacked binaries, class archives. */
    public Path cache() {
        return directory.resolve(".tidemark/cache");
    }

    /** Where {@code ./tidemark up} keeps its data unless told otherwise. */
    public Path defaultData() {
        return directory.resolve(".tidemark/data");
    }

    public Path entityTypes() {
        return directory.resolve("deploy/entity-types.yaml");
    }

    /** The runnable jar of a built service, such as {@code sync-gateway}. */
    public Path serviceJar(String module) {
        return built(directory.resolve(module + "/target/quarkus-app/quarkus-run.jar"), module);
    }

    /** The broker's class path, as a wildcard: short enough to be read back from a command line. */
    String kafkaClasspath() {
        return kafkaFolder() + "/*";
    }

    /** Names the broker's jars, their sizes and times: what was derived from other jars is not used. */
    String kafkaFingerprint() {
        CRC32 sum = new CRC32();
        for (Path jar : jarsIn(kafkaFolder())) {
            String line = jar + " " + jar.toFile().length() + " " + jar.toFile().lastModified();
            sum.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(sum.getValue());
    }

    /** The real path: the class archive fits only the class path that it was made from. */
    private Path kafkaFolder() {
        Path folder = built(directory.resolve("local-stack/parts/target/kafka"), "the Kafka broker");
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new StackException("Cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The jar that holds PostgreSQL's binaries for this platform. */
    Path postgresJar() {
        return jarsIn(built(directory.resolve("local-stack/parts/target/postgres"), "PostgreSQL"))
                .getLast();
    }

    private static List<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(
                            file -> Objects.toString(file.getFileName()).endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new StackException("No jars in " + folder + ". Build them: ./mvnw -DskipTests package");
            }
            return jars;
        } catch (IOException e) {
            throw new StackException("Cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path built(Path path, String what) {
        if (!Files.exists(path)) {
            throw new StackException(
                    what + " has not been built: " + path + " is missing. Build it: ./mvnw -DskipTests package");
        }
        return path;
    }
}
