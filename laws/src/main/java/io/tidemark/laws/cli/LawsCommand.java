package io.tidemark.laws.cli;

import io.tidemark.laws.history.History;
import io.tidemark.laws.run.Coverage;
import io.tidemark.laws.run.LawsRun;
import io.tidemark.laws.run.Tally;
import io.tidemark.laws.run.Trace;
import io.tidemark.laws.run.Violation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "laws",
        sortOptions = false,
        description = {
            "Checks the laws of the merge over generated histories.",
            "",
            "Each history has at least 40 operations of 2 to 6 devices on few entities, over a network that loses, delays"
                    + " and doubles, with partitions, transactions, resolved copies, flawed edits, used ids and forks. The"
                    + " rules are the real ones, and the same seed gives the same history everywhere.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:All laws hold, and each outcome and each reason occurred (asked of 2,000 histories and more).",
            "1:A law does not hold, or something never occurred; the first such history is printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tidemark laws",
            "  ./tidemark laws --histories 100000",
            "  ./tidemark laws --histories 1 --seed 4711      one history again, with all that happened in it"
        })
final class LawsCommand implements Callable<Integer> {
    private static final int HELD = 0;
    private static final int VIOLATED = 1;
    private static final long PROGRESS_EACH = 10_000;
    private static final double NANOS = 1e9;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(
            names = "--histories",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many (default: 5000). One alone is printed in full.")
    private long histories;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the first history; each has the next one (default: 1).")
    private long seed;

    @Override
    public Integer call() {
        if (histories < 1) {
            throw new ParameterException(spec.commandLine(), "--histories is at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (histories == 1) {
            Trace.of(History.of(seed)).forEach(out::println);
            out.println();
        }
        out.printf(Locale.ROOT, "Seeds %d to %d, %d threads.%n", seed, seed + histories - 1, threads());
        long begun = System.nanoTime();
        Tally tally = LawsRun.run(seed, histories, progress(out));
        LawsText.of(tally).forEach(out::println);
        out.println();
        return verdict(out, tally, (System.nanoTime() - begun) / NANOS);
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static LongConsumer progress(PrintWriter out) {
        AtomicLong through = new AtomicLong();
        return ignored -> {
            long count = through.incrementAndGet();
            if (count % PROGRESS_EACH == 0) {
                out.printf(Locale.ROOT, "  %,d histories%n", count);
            }
        };
    }

    private int verdict(PrintWriter out, Tally tally, double seconds) {
        List<String> missing = Coverage.missing(tally);
        missing.forEach(out::println);
        if (!tally.violations().isEmpty()) {
            violated(out, tally);
            return VIOLATED;
        }
        if (!missing.isEmpty()) {
            out.printf(Locale.ROOT, "FAILED: something never occurred, in %.0f s.%n", seconds);
            return VIOLATED;
        }
        out.printf(Locale.ROOT, "PASSED: all laws hold in %,d histories, in %.0f s.%n", tally.histories(), seconds);
        return HELD;
    }

    private void violated(PrintWriter out, Tally tally) {
        long broken = tally.violations().getFirst().seed();
        if (histories > 1) {
            out.printf(Locale.ROOT, "The history of seed %d:%n", broken);
            Trace.of(History.of(broken)).forEach(out::println);
            out.println();
        }
        for (Violation violation : tally.violations()) {
            out.printf(
                    Locale.ROOT,
                    "VIOLATED (seed %d): %s (%s)%n    %s%n",
                    violation.seed(),
                    violation.law().promise(),
                    violation.law().rules(),
                    violation.sentence());
        }
        out.printf(
                Locale.ROOT,
                "FAILED: %,d of %,d histories break a law. Again: ./tidemark laws --histories 1 --seed %d%n",
                tally.violated(),
                tally.histories(),
                broken);
    }
}
