package io.tidemark.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log file of one part: appended to over restarts, moved aside at a start once it is large; two files at most. */
final class PartLog {
    private static final long LARGE = 8L * 1024 * 1024;
    private static final int TAIL_BYTES = 64 * 1024;

    private final Path file;
    private long startOfRun;

    PartLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Marks where the next run's lines begin. */
    void beginRun() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file) && Files.size(file) > LARGE) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        startOfRun = Files.exists(file) ? Files.size(file) : 0;
    }

    /** The last lines of this run. */
    List<String> tail(int lines) {
        return tail(file, startOfRun, lines);
    }

    static List<String> tail(Path file, long from, int lines) {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(from, reader.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, reader.length() - start)];
            reader.seek(start);
            reader.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
