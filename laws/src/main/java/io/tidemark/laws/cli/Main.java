package io.tidemark.laws.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./tidemark laws}. */
@Command(name = "tidemark", description = "Checks the laws of the merge.", subcommands = LawsCommand.class)
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        CommandLine commands = new CommandLine(new Main())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(commands.execute(arguments));
    }
}
