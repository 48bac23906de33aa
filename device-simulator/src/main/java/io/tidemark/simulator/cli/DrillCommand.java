package io.tidemark.simulator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = "Puts a device through what devices go through, on a real stack, and judges what is left.",
        subcommands = {AgentKillCommand.class, LongQueueCommand.class})
final class DrillCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which drill? See ./tidemark drill --help");
    }
}
