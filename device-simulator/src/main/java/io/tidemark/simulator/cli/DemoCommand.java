package io.tidemark.simulator.cli;

import io.tidemark.simulator.demo.Demo;
import io.tidemark.simulator.demo.DemoFailed;
import io.tidemark.simulator.demo.DemoOptions;
import io.tidemark.simulator.demo.DemoResult;
import io.tidemark.simulator.demo.DemoText;
import io.tidemark.simulator.progress.Reporter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Devices write offline, come back and converge; ends with a checked verdict.",
            "",
            "Starts a real PostgreSQL, a real Kafka, the merge service, the gateway, and devices with SQLite files. A"
                    + " part that dies is started again. In the end every saved value is looked for, and the rows of"
                    + " all devices and of the server are compared byte for byte.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:All promises held.",
            "1:A promise was violated; what and where is printed.",
            "2:The command line is wrong.",
            "3:It could not run; why, and what to do, is printed.",
            "130:Stopped by Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tidemark demo",
            "  ./tidemark demo --devices 20 --seconds 120",
            "  ./tidemark demo --kill gateway,merge,kafka,postgres   kills them while the devices work"
        })
final class DemoCommand implements Callable<Integer> {
    /** Short names for the stack's parts. */
    private static final Map<String, String> PARTS =
            Map.of("gateway", "sync-gateway", "merge", "merge-service", "kafka", "kafka", "postgres", "postgresql");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "8", description = "How many people (default: 8).")
    private int devices;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "How long they work, before the queues drain (default: 30).")
    private int seconds;

    @Option(
            names = "--seed",
            paramLabel = "X",
            description = "Decides what they do; printed. When things happen is up to the machine.")
    private @Nullable Long seed;

    @Option(
            names = "--kill",
            paramLabel = "PART",
            split = ",",
            description = "Kills these parts with SIGKILL at random moments: gateway, merge, kafka, postgres.")
    private List<String> kills = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "An empty or new folder for the data, which is kept. Otherwise a temporary one under .tidemark/.")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keeps the temporary folder with data and logs.")
    private boolean keep;

    @Option(names = "--plain", description = "Lines instead of a redrawn block; so it is anyway without a terminal.")
    private boolean plain;

    @Override
    public Integer call() throws InterruptedException {
        DemoOptions options = options();
        PrintStream out = Terminal.out();
        Reporter reporter = Terminal.reporter(out, plain);
        DemoText.before(options).forEach(reporter::say);
        try (Interruptible interruptible = new Interruptible()) {
            return switch (Demo.run(options, reporter, interruptible.stop())) {
                case DemoResult.Judged(var summary, var verdict) -> {
                    DemoText.after(options, summary, verdict).forEach(reporter::say);
                    yield verdict.holds() ? ExitStatus.HELD : ExitStatus.VIOLATED;
                }
                case DemoResult.Stopped() -> {
                    reporter.progressEnds();
                    reporter.say(Terminal.STOPPED);
                    yield ExitStatus.INTERRUPTED;
                }
            };
        } catch (DemoFailed e) {
            reporter.progressEnds();
            reporter.say("The demo could not run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        }
    }

    private DemoOptions options() {
        try {
            return new DemoOptions(
                    devices,
                    Duration.ofSeconds(seconds),
                    seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
                    Optional.ofNullable(data),
                    keep,
                    kills.stream().map(this::part).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private String part(String name) {
        return Optional.ofNullable(PARTS.get(name.strip()))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--kill knows gateway, merge, kafka and postgres, not '" + name + "'"));
    }
}
