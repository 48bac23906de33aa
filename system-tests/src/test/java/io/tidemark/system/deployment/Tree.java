package io.tidemark.system.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The repository's files, some of them perhaps doctored by a test. Nothing is written.
 *
 * @param doctored path to text, instead of what the file holds
 */
record Tree(Path root, Map<String, String> doctored) {
    Tree {
        doctored = Map.copyOf(doctored);
    }

    static Tree ofRepository() {
        Path root = Path.of(System.getProperty("tidemark.home", "..")).toAbsolutePath();
        return new Tree(root.normalize(), Map.of());
    }

    /** The same files, but for one place in one of them, which must be there. */
    Tree with(String path, String from, String to) {
        String text = read(path);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(path + " does not hold: " + from);
        }
        Map<String, String> more = new HashMap<>(doctored);
        more.put(path, text.replace(from, to));
        return new Tree(root, more);
    }

    String read(String path) {
        String instead = doctored.get(normal(path));
        try {
            return instead != null ? instead : Files.readString(root.resolve(normal(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    boolean isFile(String path) {
        return doctored.containsKey(normal(path)) || Files.isRegularFile(root.resolve(normal(path)));
    }

    boolean exists(String path) {
        return isFile(path) || Files.exists(root.resolve(normal(path)));
    }

    /** The texts of all Java files below a folder; none when there is no such folder. */
    List<String> javaBelow(String folder) {
        Path top = root.resolve(folder);
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(file -> read(root.relativize(file).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static String normal(String path) {
        return Path.of(path).normalize().toString();
    }
}
