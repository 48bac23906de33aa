package io.tidemark.stack.cli;

import io.tidemark.stack.Leftovers;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the stack, and makes sure that nothing of it is left. */
@Command(
        name = "down",
        description = "Stops the stack. Its data stay.",
        footer = {
            "",
            "Examples:",
            "  ./tidemark down",
            "  ./tidemark down && rm -r .tidemark/data     and start over with no data"
        })
final class Down implements Callable<Integer> {
    /** Longer than all parts' own limits together. */
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    /** For the kernel to end what has lost its parent. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = data.folder();
        Optional<StackState> running = data.running();
        List<PartStatus> alive = running.map(state -> stop(state, out)).orElse(List.of());
        List<String> leftovers = Leftovers.stop(folder);
        leftovers.forEach(part -> out.println("  " + part + " was left over; killed"));
        if (!alive.isEmpty()) {
            throw new StackException("still running: " + alive);
        }
        StackState.remove(folder);
        if (running.isEmpty() && leftovers.isEmpty()) {
            out.println("Not running on " + folder + "; nothing to stop.");
        } else {
            out.println("Stopped. The data stay in " + folder + ".");
        }
        out.flush();
        return Main.OK;
    }

    /** Gives the parts that are still there, of which there should be none. */
    private static List<PartStatus> stop(StackState state, PrintWriter out) {
        out.println("Stopping …");
        out.flush();
        state.supervisor().ifPresent(supervisor -> {
            supervisor.destroy();
            if (!ended(supervisor, STOP_LIMIT)) {
                out.println("  the supervisor does not end within " + STOP_LIMIT.toMinutes() + " minutes; killed");
                supervisor.destroyForcibly();
            }
        });
        List<PartStatus> alive = state.parts().stream()
                .filter(part -> ProcessHandle.of(part.pid())
                        .filter(process -> !ended(process, GRACE))
                        .isPresent())
                .toList();
        state.parts().stream()
                .filter(part -> part.pid() != 0 && !alive.contains(part))
                .forEach(part -> out.printf("  %-18s stopped (process %d)%n", part.name(), part.pid()));
        return alive;
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while the stack was stopping", e);
        }
    }
}
