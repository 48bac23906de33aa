package io.tidemark.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the build has put the classes and the tests of the modules that mutants are made of. */
final class Project {
    private static final List<String> MODULES =
            List.of("sync-protocol", "merge-core", "laws", "device-agent", "sync-gateway");

    /** All that the gateway needs at run time. The agent needs SQLite beyond, which is native and stands on our own path. */
    private static final List<String> LIBRARIES =
            List.of("sync-gateway/target/quarkus-app/lib/boot", "sync-gateway/target/quarkus-app/lib/main");

    private final Path root;

    Project(Path root) {
        this.root = root;
    }

    String source(Path file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new InvalidMutants("there is no file " + file, e);
        }
    }

    /** Classes, tests and libraries. */
    List<Path> classPath() {
        List<Path> classPath = new ArrayList<>();
        for (String module : MODULES) {
            classPath.add(built(module + "/target/classes"));
            classPath.add(built(module + "/target/test-classes"));
        }
        LIBRARIES.forEach(folder -> classPath.addAll(libraries(built(folder))));
        return List.copyOf(classPath);
    }

    private Path built(String folder) {
        Path path = root.resolve(folder);
        if (!Files.isDirectory(path)) {
            throw new InvalidMutants(folder + " is not there: the tests have to be built. ./tidemark mutants does it.");
        }
        return path;
    }

    /** Not those of this project: its classes are on the path already, and a mutant's has to come first. */
    private static List<Path> libraries(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")
                            && !file.getFileName().toString().startsWith("io.tidemark."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static URL[] urls(List<Path> paths) {
        return paths.stream().map(Project::url).toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("every path has a URL", impossible);
        }
    }
}
