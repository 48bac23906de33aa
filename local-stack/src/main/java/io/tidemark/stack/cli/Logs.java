package io.tidemark.stack.cli;

import io.tidemark.stack.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The parts' logs, of one or of all. */
@Command(
        name = "logs",
        description = "Shows the last lines of the parts' logs.",
        footer = {
            "",
            "Examples:",
            "  ./tidemark logs                       the end of every log",
            "  ./tidemark logs merge-service -n 100",
            "  ./tidemark logs -f                    all, and what comes; Ctrl-C ends it"
        })
final class Logs implements Callable<Integer> {
    private static final long LOOK_EVERY_SECONDS = 1;

    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            defaultValue = "",
            description = "supervisor, postgresql, kafka, merge-service, sync-gateway (default: all).")
    private String part = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many lines of each (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, LogTail> tails = tails();
        tails.forEach((name, tail) -> print(name, tail.last(lines), tails.size() > 1, out));
        if (follow) {
            follow(tails, out);
        }
        return Main.OK;
    }

    private Map<String, LogTail> tails() throws IOException {
        Path folder = data.folder().resolve("logs");
        Map<String, LogTail> tails = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> String.valueOf(file).endsWith(".log"))
                        .forEach(file ->
                                tails.put(String.valueOf(file.getFileName()).replace(".log", ""), LogTail.at(file)));
            }
        }
        if (tails.isEmpty()) {
            throw new StackException("No logs in " + folder + ": no stack was started on that folder.");
        }
        if (part.isEmpty()) {
            return tails;
        }
        LogTail wanted = tails.get(part);
        if (wanted == null) {
            throw new StackException("No log of '" + part + "'. There are: " + String.join(", ", tails.keySet()));
        }
        return Map.of(part, wanted);
    }

    private void follow(Map<String, LogTail> tails, PrintWriter out) throws IOException {
        Path folder = data.folder().resolve("logs");
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Thread.currentThread().isInterrupted()) {
                WatchKey change = watch.poll(LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
                tails.forEach((name, tail) -> print(name, tail.more(), tails.size() > 1, out));
                if (change != null) {
                    change.pollEvents();
                    change.reset();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String name, List<String> lines, boolean named, PrintWriter out) {
        lines.forEach(line -> out.println(named ? String.format("%-16s | %s", name, line) : line));
        out.flush();
    }
}
