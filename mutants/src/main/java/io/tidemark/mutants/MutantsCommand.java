package io.tidemark.mutants;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "mutants",
        sortOptions = false,
        description = {
            "Checks that the tests catch known bugs of the core.",
            "",
            "Each is one changed text of one source file, compiled into a folder that is removed again, and names the test"
                    + " that catches it: green without the bug, red with it. The list of them:",
            "mutants/src/main/resources/mutants.yaml",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:Every bug is caught by the test that it names.",
            "1:One survives, no longer fits the code, or its test is red without it.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./tidemark mutants", "  ./tidemark mutants --only delete-wins --only last-writer-wins"})
final class MutantsCommand implements Callable<Integer> {
    private static final int CAUGHT = 0;
    private static final int SURVIVED = 1;
    private static final double NANOS = 1e9;

    private final List<Mutant> mutants;
    private final Path home;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--only", paramLabel = "ID", description = "This one alone; can be given several times.")
    private List<String> only = List.of();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes what was found to this file, too, as a table in Markdown.")
    private Optional<Path> report = Optional.empty();

    /** @param home of the project, with sources, classes and tests */
    MutantsCommand(List<Mutant> mutants, Path home) {
        this.mutants = mutants;
        this.home = home;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long begun = System.nanoTime();
        Hunt hunt = new Hunt(new Project(home));
        List<Verdict> verdicts = new ArrayList<>();
        for (Mutant mutant : chosen()) {
            Verdict verdict = hunt.hunt(mutant);
            VerdictText.of(verdict).forEach(out::println);
            verdicts.add(verdict);
        }
        if (report.isPresent()) {
            Files.write(report.get(), VerdictText.table(verdicts));
        }
        long caught = verdicts.stream().filter(Verdict::caught).count();
        boolean all = caught == verdicts.size();
        out.printf(
                Locale.ROOT,
                "%n%s: %d of %d bugs are caught by the tests that they name, in %.0f s.%n",
                all ? "PASSED" : "FAILED",
                caught,
                verdicts.size(),
                (System.nanoTime() - begun) / NANOS);
        return all ? CAUGHT : SURVIVED;
    }

    private List<Mutant> chosen() {
        for (String id : only) {
            if (mutants.stream().noneMatch(mutant -> mutant.id().equals(id))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no such mutant; mutants/src/main/resources/mutants.yaml has them");
            }
        }
        return only.isEmpty()
                ? mutants
                : mutants.stream().filter(mutant -> only.contains(mutant.id())).toList();
    }
}
