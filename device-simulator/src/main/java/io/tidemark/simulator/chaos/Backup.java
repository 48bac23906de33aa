package io.tidemark.simulator.chaos;

import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A cold copy of PostgreSQL's files, as an operator would take one, and its return: all since then is lost to it. */
final class Backup {
    private static final String PART = "postgresql";

    private final LocalStack stack;
    private final Path files;
    private final Path copy;

    Backup(LocalStack stack, Path folder) {
        this.stack = stack;
        this.files = stack.dataDirectory().resolve(PART);
        this.copy = folder.resolve("postgresql-backup");
    }

    void take() throws IOException {
        stack.whileDown(PART, () -> copy(files, copy));
    }

    void restore() throws IOException {
        stack.whileDown(PART, () -> {
            delete(files);
            copy(copy, files);
        });
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : walk(from)) {
            Files.copy(
                    file,
                    to.resolve(from.relativize(file).toString()),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files =
                walk(folder).stream().sorted(Comparator.reverseOrder()).toList();
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
