package io.tidemark.stack.cli;

import io.tidemark.stack.StackException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tidemark up | down | status | logs | token | declare-restore}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "./tidemark",
        description = "Tidemark's local stack: Kafka, PostgreSQL, merge service and gateway.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            Token.class,
            DeclareRestore.class,
            Supervise.class
        })
public final class Main {
    static final int OK = 0;
    static final int FAILED = 1;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Main());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()));
        return commands;
    }

    /** A failure that has a reason is told in its own words; what nobody foresaw, with its trace. */
    private static int explain(Exception failure, PrintWriter errors) {
        if (failure instanceof StackException || failure instanceof UncheckedIOException) {
            errors.println("error: " + failure.getMessage());
        } else {
            failure.printStackTrace(errors);
        }
        errors.flush();
        return FAILED;
    }
}
