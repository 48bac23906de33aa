package io.tidemark.stack.cli;

import io.tidemark.stack.StackState;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Exit code 0 only when everything is up and answers, so that scripts can ask. */
@Command(
        name = "status",
        description = "Shows the parts of the stack. Exit code 0 if all are healthy, else 1.",
        footer = {"", "Examples:", "  ./tidemark status", "  ./tidemark status && echo all well"})
final class Status implements Callable<Integer> {
    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<StackState> running = data.running();
        if (running.isEmpty()) {
            out.println("Not running on " + data.folder() + ". Start it: ./tidemark up" + data.asArgument());
            return Main.FAILED;
        }
        StackState state = running.get();
        out.println("Stack on " + data.folder() + ", supervised by process " + state.pid() + ": "
                + state.phase().name().toLowerCase(Locale.ROOT));
        boolean healthy = PartTable.print(state, out) && state.phase() == StackState.Phase.RUNNING;
        return healthy ? Main.OK : Main.FAILED;
    }
}
