package io.tidemark.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process id of a part, on disk: where no death signal exists, an earlier run that was killed leaves its children
 * alive. An id alone proves nothing, since systems use them again: the command line must carry the part's marker.
 */
final class PidRecord {
    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    private final Path file;
    private final String marker;

    PidRecord(Path file, String marker) {
        this.file = file;
        this.marker = marker;
    }

    void write(long pid) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, pid + "\n" + marker + "\n");
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The process that an earlier run left behind, if it is still there and really is this part. */
    Optional<ProcessHandle> orphan() throws IOException {
        try {
            long pid = Long.parseLong(Files.readAllLines(file).getFirst());
            return ProcessHandle.of(pid).filter(process -> commandLine(process).contains(marker));
        } catch (NoSuchFileException | NoSuchElementException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    void stopOrphan() throws IOException {
        Optional<ProcessHandle> orphan = orphan();
        if (orphan.isPresent()) {
            end(orphan.get());
        }
        clear();
    }

    static String commandLine(ProcessHandle process) {
        try {
            // The JDK's own view is cut off at one page, which a Java part's command line can fill.
            byte[] raw = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
            return new String(raw, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException elsewhere) {
            return process.info().commandLine().orElse("");
        }
    }

    /** Kills without asking: an orphan has lost whoever could tell it in what order to stop. */
    static void end(ProcessHandle process) throws IOException {
        process.destroyForcibly();
        try {
            process.onExit().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("process " + process.pid() + " of an earlier run does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + process.pid() + " was ended", e);
        }
    }
}
