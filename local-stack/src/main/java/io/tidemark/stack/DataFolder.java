package io.tidemark.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stack's folder, held by one stack at a time: the lock ends with the process, however that ends. */
final class DataFolder implements AutoCloseable {
    static final String LOCK = "stack.lock";
    private static final String TEMPORARY = "local-stack-";
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Path path;
    private final boolean temporary;
    private final FileChannel channel;

    private DataFolder(Path path, boolean temporary, FileChannel channel) {
        this.path = path;
        this.temporary = temporary;
        this.channel = channel;
    }

    static DataFolder open(@Nullable Path configured) {
        try {
            boolean temporary = configured == null;
            Path path = configured == null ? makeTemporary() : Files.createDirectories(configured);
            Path real = path.toRealPath();
            FileChannel channel = lock(real);
            if (channel == null) {
                throw new FolderInUseException(real);
            }
            return new DataFolder(real, temporary, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + configured + " cannot be used: " + e, e);
        }
    }

    /** Null when another process, or another stack of this one, holds the folder. */
    private static @Nullable FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException thisProcess) {
            // Falls through to the same answer.
        }
        channel.close();
        return null;
    }

    /** Under the module's {@code target} when there is one, as in a test. */
    private static Path makeTemporary() throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        Path parent = Files.isDirectory(target) ? target : Path.of(System.getProperty("java.io.tmpdir"));
        removeAbandoned(parent);
        Path folder = Files.createTempDirectory(parent, TEMPORARY);
        // PostgreSQL's own user, where it has one, must be able to pass through.
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Folders of test runs that were killed. */
    private static void removeAbandoned(Path parent) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(parent)) {
            found = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(TEMPORARY) && Files.isDirectory(file))
                    .toList();
        }
        for (Path folder : found) {
            removeIfAbandoned(folder);
        }
    }

    private static void removeIfAbandoned(Path folder) {
        try {
            Instant made = Files.getLastModifiedTime(folder.resolve(LOCK)).toInstant();
            if (made.isAfter(Instant.now().minus(ABANDONED))) {
                return;
            }
            try (FileChannel channel = lock(folder)) {
                if (channel != null) {
                    Directories.delete(folder);
                }
            }
        } catch (IOException notOurs) {
            // Somebody else's folder, or one that is being made: not worth a failed start.
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (temporary) {
            Directories.delete(path);
        }
    }
}
