package io.tidemark.simulator.cli;

import io.tidemark.simulator.bench.device.FirstSync;
import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.simulator.drill.DrillFailed;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "first-sync",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a device's first sync of many rows, in a heap of 64 MiB, beside a bare load of the same pages"
                    + " into SQLite, and how one goes on that is killed half way.",
            ""
        })
final class BenchFirstSyncCommand implements Callable<Integer> {
    private static final double MILLIS = 1_000;
    private static final double MEBIBYTE = 1024 * 1024;
    private static final int FEWEST = 2_000;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many, from 2000 on (default: 100000).")
    private int rows;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = Terminal.out();
        try (DemoFolder folder = DemoFolder.open(Home.find().directory(), "bench", Optional.empty(), false);
                LocalStack stack = LocalStack.builder()
                        .dataDirectory(folder.resolve("stack"))
                        .start()) {
            FirstSync.Figures figures = new FirstSync(stack, folder.path()).measure(Math.max(FEWEST, rows), line -> {
                out.println(line);
                out.flush();
            });
            tell(out, figures);
            return ExitStatus.HELD;
        } catch (IOException | StackException | DrillFailed e) {
            out.println("The benchmark could not be run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }

    private static void tell(PrintStream out, FirstSync.Figures figures) {
        long bare = figures.bareFetchMillis() + figures.bareLoadMillis();
        long sync = figures.undisturbed().millis().orElseThrow();
        line(out, "");
        line(
                out,
                "bare load    %.1f s: %,.0f rows a second (%.1f s over HTTP, %.1f s into SQLite)",
                bare / MILLIS,
                figures.rows() * MILLIS / bare,
                figures.bareFetchMillis() / MILLIS,
                figures.bareLoadMillis() / MILLIS);
        line(
                out,
                "first sync   %.1f s: %,.0f rows a second, opening included; %.2f times the bare load",
                sync / MILLIS,
                figures.rows() * MILLIS / sync,
                (double) sync / bare);
        line(
                out,
                "heap         %.1f MiB at the start, %.1f at the end, the most %.1f, of 64",
                figures.undisturbed().heap().getFirst() / MEBIBYTE,
                figures.undisturbed().heap().getLast() / MEBIBYTE,
                Collections.max(figures.undisturbed().heap()) / MEBIBYTE);
        line(
                out,
                "killed       after %,d pages; the next life began at position %,d with %,d pages left, in %.1f s",
                figures.killed().pages().size(),
                figures.resumed().pages().getFirst().from(),
                figures.resumed().pages().size(),
                figures.resumed().millis().orElseThrow() / MILLIS);
    }

    private static void line(PrintStream out, String template, Object... arguments) {
        out.println(String.format(Locale.ROOT, template, arguments));
    }
}
