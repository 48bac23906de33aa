package io.tidemark.simulator.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./tidemark demo}, {@code ./tidemark cursor-walk}, {@code ./tidemark bench} and {@code ./tidemark drill}. */
@Command(
        name = "tidemark",
        description = "Shows and measures the whole way, on a real Kafka and a real PostgreSQL.",
        subcommands = {DemoCommand.class, CursorWalkCommand.class, BenchCommand.class, DrillCommand.class},
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
