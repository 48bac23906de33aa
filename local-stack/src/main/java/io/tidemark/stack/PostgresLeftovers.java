package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a killed PostgreSQL leaves in its data folder. A new one refuses to start while an old backend lives, rightly,
 * and also when {@code postmaster.pid} names an id that some other process was given since, wrongly.
 */
final class PostgresLeftovers {
    private PostgresLeftovers() {}

    static void clear(Path data) throws IOException {
        for (ProcessHandle process : processesIn(data)) {
            PidRecord.end(process);
        }
        Optional<ProcessHandle> named = namedByLock(data);
        if (named.isPresent() && isServerOf(named.get(), data)) {
            PidRecord.end(named.get());
        } else if (named.isPresent()) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    /** Server and backends alike have the data folder as working directory; that can be seen on Linux only. */
    private static List<ProcessHandle> processesIn(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, data))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                            .equals(data)
                    && PidRecord.commandLine(process).contains("postgres");
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static Optional<ProcessHandle> namedByLock(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readAllLines(lock).getFirst().strip()));
        } catch (NumberFormatException cutOff) {
            Files.delete(lock);
            return Optional.empty();
        }
    }

    private static boolean isServerOf(ProcessHandle process, Path data) {
        String command = PidRecord.commandLine(process);
        return command.contains("postgres") && command.contains(data.toString());
    }
}
