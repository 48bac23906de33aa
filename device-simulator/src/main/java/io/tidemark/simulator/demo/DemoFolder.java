package io.tidemark.simulator.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run's data lie. A temporary folder goes with the run. */
public final class DemoFolder implements AutoCloseable {
    private final Path path;
    private final boolean kept;

    private DemoFolder(Path path, boolean kept) {
        this.path = path;
        this.kept = kept;
    }

    /**
     * @param home the project's folder, below which temporary folders are made
     * @param kind of run, for the folder's name
     * @param named the user's choice, which must be empty or new: what lies there already, no oracle has seen being made
     */
    public static DemoFolder open(Path home, String kind, Optional<Path> named, boolean keep) throws IOException {
        if (named.isPresent()) {
            Path folder = Files.createDirectories(named.get().toAbsolutePath());
            if (!list(folder).isEmpty()) {
                throw new IOException(folder + " is not empty. Name a new folder, or an empty one.");
            }
            return new DemoFolder(folder, true);
        }
        Path parent = Files.createDirectories(home.resolve(".tidemark"));
        String name = kind + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        return new DemoFolder(Files.createDirectory(parent.resolve(name)), keep);
    }

    public Path path() {
        return path;
    }

    /** @param file below the folder */
    public Path resolve(String file) {
        return path.resolve(file);
    }

    public boolean isKept() {
        return kept;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Override
    public void close() throws IOException {
        if (kept) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
