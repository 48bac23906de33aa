package io.tidemark.mutants;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./tidemark mutants}. */
@Command(name = "tidemark", description = "Checks that the tests catch known bugs.")
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        Path home = Path.of(System.getProperty("tidemark.home", "."));
        System.exit(commands(MutantList.read(), home).execute(arguments));
    }

    static CommandLine commands(List<Mutant> mutants, Path home) {
        return new CommandLine(new Main())
                .addSubcommand(new MutantsCommand(mutants, home))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
}
