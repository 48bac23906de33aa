package io.tidemark.simulator.cli;

import io.tidemark.simulator.progress.PlainReporter;
import io.tidemark.simulator.progress.Reporter;
import io.tidemark.simulator.progress.TerminalReporter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is at the other end of the standard output. Asked of the shell: {@code System.console()} says different things on
 * different JDKs, and never how wide the terminal is.
 */
final class Terminal {
    /** Said of a run that Ctrl-C has ended. */
    static final String STOPPED = "Stopped. Nothing runs any more, and nothing was judged.";

    private static final int USUAL_WIDTH = 100;
    private static final int LIMIT_SECONDS = 2;

    private Terminal() {}

    static PrintStream out() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }

    static Reporter reporter(PrintStream out, boolean plain) {
        boolean redraws = !plain
                && !"dumb".equals(System.getenv("TERM"))
                && shell("test -t 1", ProcessBuilder.Redirect.INHERIT).isPresent();
        return redraws ? new TerminalReporter(out, width()) : new PlainReporter(out);
    }

    private static int width() {
        return shell("stty size < /dev/tty", ProcessBuilder.Redirect.PIPE)
                .map(size -> size.replaceFirst("^\\d+ (\\d{2,4})$", "$1"))
                .filter(columns -> columns.matches("\\d{2,4}"))
                .map(Integer::parseInt)
                .orElse(USUAL_WIDTH);
    }

    /** The command's output; empty if it did not succeed. */
    private static Optional<String> shell(String command, ProcessBuilder.Redirect output) {
        try {
            Process process = new ProcessBuilder("sh", "-c", command)
                    .redirectOutput(output)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException noShell) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
