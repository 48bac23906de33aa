package io.tidemark.stack.cli;

import io.tidemark.stack.FolderInUseException;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.LocalStackBuilder;
import io.tidemark.stack.PartEvent;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process in the background: holds the stack until it is told to end, and says in a file how it stands. */
@Command(name = "supervise", hidden = true, description = "Holds a stack, in the foreground. Called by 'up'.")
final class Supervise implements Callable<Integer> {
    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Option(names = "--gateway-port", required = true)
    private int gatewayPort;

    @Option(names = "--without-services")
    private boolean withoutServices;

    private final Map<String, PartStatus> parts = new LinkedHashMap<>();
    private StackState.Phase phase = StackState.Phase.STARTING;
    private String message = "";

    @Override
    public Integer call() throws IOException {
        Path folder = data.folder();
        LocalStackBuilder builder = LocalStack.builder()
                .dataDirectory(folder)
                .gatewayPort(gatewayPort)
                .listener(event -> happened(folder, event));
        try (LocalStack stack = (withoutServices ? builder.withoutServices() : builder).start()) {
            log("running on " + stack.dataDirectory());
            enter(folder, StackState.Phase.RUNNING, "");
            // Until SIGTERM: the stack's own shutdown hook then stops the parts in order.
            new CompletableFuture<Void>().join();
            return Main.OK;
        } catch (FolderInUseException e) {
            // The state file is the other's.
            log(String.valueOf(e.getMessage()));
            return Main.FAILED;
        } catch (StackException e) {
            log(String.valueOf(e.getMessage()));
            enter(folder, StackState.Phase.FAILED, String.valueOf(e.getMessage()));
            return Main.FAILED;
        }
    }

    private synchronized void enter(Path folder, StackState.Phase next, String why) throws IOException {
        phase = next;
        message = why;
        write(folder);
    }

    private synchronized void happened(Path folder, PartEvent event) {
        log(event.message());
        parts.put(event.part(), event.status());
        try {
            write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the state file cannot be written", e);
        }
    }

    private synchronized void write(Path folder) throws IOException {
        new StackState(ProcessHandle.current().pid(), phase, message, List.copyOf(parts.values())).write(folder);
    }

    private static void log(String line) {
        PrintStream log = System.out;
        log.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
        log.flush();
    }
}
