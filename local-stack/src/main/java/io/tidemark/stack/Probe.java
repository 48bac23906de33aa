package io.tidemark.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A look at a part from outside, by another process than the one that supervises it. */
public final class Probe {
    private static final int VALID_SECONDS = 2;

    private Probe() {}

    /** Whether the part answers as its clients would ask: within a few seconds, true or false. */
    public static boolean healthy(PartStatus part) {
        return switch (part.name()) {
            case Postgres.NAME -> databaseAnswers(part.port());
            case Kafka.NAME -> Ports.answers(part.port()) && KafkaTopics.ensure("127.0.0.1:" + part.port());
            default -> Service.answersOk(URI.create("http://127.0.0.1:" + part.port() + "/q/health/ready"));
        };
    }

    /** Whether nothing listens there yet. */
    public static boolean portIsFree(int port) {
        return Ports.isFree(port);
    }

    /** The database of a part of that name; for the commands that write to it. */
    public static String jdbcUrl(PartStatus database) {
        return "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + Postgres.DATABASE;
    }

    private static boolean databaseAnswers(int port) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + Postgres.DATABASE;
        try (Connection connection = Postgres.connect(url)) {
            return connection.isValid(VALID_SECONDS);
        } catch (SQLException unreachable) {
            return false;
        }
    }

    /** Memory in bytes of the process and all below it, shared pages counted once where the system tells. */
    public static OptionalLong memory(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .mapToLong(process -> memoryOf(process.pid()))
                .filter(bytes -> bytes > 0)
                .reduce(Long::sum);
    }

    private static long memoryOf(long pid) {
        long shared = kilobytes(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
        return 1024 * (shared > 0 ? shared : kilobytes(Path.of("/proc/" + pid + "/status"), "VmRSS:"));
    }

    private static long kilobytes(Path file, String label) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(label))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException elsewhere) {
            return 0;
        }
    }
}
