package io.tidemark.simulator.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./tidemark} that bring devices of their own, such as {@code demo} and {@code chaos}. */
@Command(
        name = "tidemark",
        description = "Shows and measures the whole way, on a real Kafka and a real PostgreSQL.",
        subcommands = {
            DemoCommand.class,
            CursorWalkCommand.class,
            BenchCommand.class,
            DrillCommand.class,
            ChaosCommand.class,
            LoadCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        CommandLine commands = new CommandLine(new Main())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(commands.execute(arguments));
    }
}
