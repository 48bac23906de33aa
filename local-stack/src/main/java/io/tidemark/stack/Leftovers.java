package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Processes that outlived the stack that started them, as they can where no parent-death signal exists. */
public final class Leftovers {
    private Leftovers() {}

    /** Stops what the records in the data folder still name; gives the names of the parts that were found alive. */
    public static List<String> stop(Path data) {
        Path records = data.resolve("pids");
        List<String> stopped = new ArrayList<>();
        if (!Files.isDirectory(records)) {
            return stopped;
        }
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.sorted().toList()) {
                if (stopRecorded(file)) {
                    stopped.add(String.valueOf(file.getFileName()).replace(".pid", ""));
                }
            }
        } catch (IOException e) {
            throw new StackException("Cannot stop what an earlier run left behind: " + e.getMessage(), e);
        }
        return stopped;
    }

    private static boolean stopRecorded(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            return false;
        }
        PidRecord record = new PidRecord(file, lines.get(1));
        boolean alive = record.orphan().isPresent();
        record.stopOrphan();
        return alive;
    }
}
