package io.tidemark.simulator.cli;

import io.tidemark.simulator.chaos.Chaos;
import io.tidemark.simulator.chaos.ChaosFailed;
import io.tidemark.simulator.chaos.ChaosOptions;
import io.tidemark.simulator.chaos.ChaosResult;
import io.tidemark.simulator.chaos.ChaosText;
import io.tidemark.simulator.progress.Reporter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Breaks everything while devices edit, and checks the promises from the history of all calls.",
            "",
            "A real PostgreSQL, a real Kafka, two merge services, the gateway, devices with SQLite files, and a proxy on"
                    + " every link. Parts are killed and frozen, links cut, slowed and torn, requests repeated, clocks"
                    + " turned, and the database is brought back from a backup.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:All promises held.",
            "1:A promise was violated; what and where is printed.",
            "2:The command line is wrong.",
            "3:It could not run; why is printed.",
            "130:Stopped by Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./tidemark chaos", "  ./tidemark chaos --minutes 15 --seed 7 --keep"})
final class ChaosCommand implements Callable<Integer> {
    private static final double MILLIS_OF_MINUTE = 60_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "2",
            description = "How long things break, before all is mended; 1.5 is a minute and a half (default: 2).")
    private double minutes;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "24", description = "How many (default: 24).")
    private int devices;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides what breaks and what people do; printed. When things happen is up to the machine.")
    private @Nullable Long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "An empty or new folder for the data, which is kept. Otherwise a temporary one under .tidemark/.")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keeps the temporary folder with data, logs and the history.")
    private boolean keep;

    @Option(names = "--plain", description = "Lines instead of a redrawn block; so it is anyway without a terminal.")
    private boolean plain;

    @Override
    public Integer call() throws InterruptedException {
        ChaosOptions options = options();
        PrintStream out = Terminal.out();
        Reporter reporter = Terminal.reporter(out, plain);
        ChaosText.before(options).forEach(reporter::say);
        try (Interruptible interruptible = new Interruptible()) {
            return switch (Chaos.run(options, reporter, interruptible.stop())) {
                case ChaosResult.Judged(var figures, var verdict) -> {
                    ChaosText.after(options, figures, verdict).forEach(reporter::say);
                    yield verdict.holds() ? ExitStatus.HELD : ExitStatus.VIOLATED;
                }
                case ChaosResult.Stopped() -> {
                    reporter.progressEnds();
                    reporter.say(Terminal.STOPPED);
                    yield ExitStatus.INTERRUPTED;
                }
            };
        } catch (ChaosFailed e) {
            reporter.progressEnds();
            reporter.say("Chaos could not run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        }
    }

    private ChaosOptions options() {
        try {
            return new ChaosOptions(
                    devices,
                    Duration.ofMillis(Math.round(minutes * MILLIS_OF_MINUTE)),
                    seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
                    Optional.ofNullable(data),
                    keep);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
