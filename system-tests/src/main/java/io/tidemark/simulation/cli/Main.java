package io.tidemark.simulation.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./tidemark simulate}. */
@Command(
        name = "tidemark",
        description = "Simulates the whole path, from a device's disk to the database.",
        subcommands = SimulateCommand.class,
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        CommandLine commands = new CommandLine(new Main())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(commands.execute(arguments));
    }
}
