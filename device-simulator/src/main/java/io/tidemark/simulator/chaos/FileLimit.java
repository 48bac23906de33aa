package io.tidemark.simulator.chaos;

import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A full disk for processes that run: none of their files can be written beyond a size. Like a full disk it cuts a write
 * short, and then refuses; the kernel says EFBIG where it would say ENOSPC. Done by {@code prlimit} of util-linux, which
 * lowers the soft limit only, so that it can be lifted again.
 */
final class FileLimit {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/prlimit"), Path.of("/bin/prlimit"));
    private static final int LIMIT_SECONDS = 5;

    private final LocalStack stack;
    private final String part;

    /** @param part whose processes it is for, those among them that it has yet to start */
    FileLimit(LocalStack stack, String part) {
        this.stack = stack;
        this.part = part;
    }

    /** @return whether the processes have it; not where there is no such program, or no such process */
    boolean lower(long bytes) {
        return set(Long.toString(bytes));
    }

    /** A process that was started meanwhile by somebody else has no limit, and needs none. */
    void lift() {
        set("unlimited");
    }

    private boolean set(String bytes) {
        Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        Optional<ProcessHandle> process = stack.process(part);
        if (program.isEmpty() || process.isEmpty()) {
            return false;
        }
        // First the one that starts all others: these have the limit that it has.
        List<ProcessHandle> all =
                Stream.concat(process.stream(), process.get().descendants()).toList();
        boolean reached = false;
        for (ProcessHandle each : all) {
            reached |= set(program.get(), each.pid(), bytes);
        }
        return reached;
    }

    private static boolean set(Path program, long pid, String bytes) {
        try {
            Process running = new ProcessBuilder(
                            program.toString(), "--pid", Long.toString(pid), "--fsize=" + bytes + ":")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return running.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && running.exitValue() == 0;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
