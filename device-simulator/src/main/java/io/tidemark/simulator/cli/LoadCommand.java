package io.tidemark.simulator.cli;

import io.tidemark.simulator.load.Load;
import io.tidemark.simulator.load.LoadFailed;
import io.tidemark.simulator.load.LoadOptions;
import io.tidemark.simulator.load.LoadOptions.Target;
import io.tidemark.simulator.load.LoadResult;
import io.tidemark.simulator.load.LoadText;
import io.tidemark.simulator.load.Objective;
import io.tidemark.simulator.load.Profile;
import io.tidemark.simulator.progress.Reporter;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts a deployment under the load of a fleet, and reports: text, JSON, and a page with plots.",
            "",
            "Thousands of light devices in one process, and full agents with SQLite files beside them. They edit, lose"
                    + " the network as the profile says, and return with all they have. In the end every queue must be"
                    + " empty, and all readers of a scope must hold the same. Without --url it starts a stack of its"
                    + " own.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:All has converged, and every objective was met.",
            "1:Not so; what was missed is printed.",
            "2:The command line is wrong.",
            "3:It could not run; why is printed.",
            "130:Stopped by Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tidemark load --devices 500 --rate 50 --duration 60s",
            "  ./tidemark load --devices 5000 --rate 200 --duration 5m --profile commuter --objective 'p95<2s'",
            "  ./tidemark load --url https://sync.example --token-file token --scope a --scope b --scope c"
        })
final class LoadCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)?");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "500", description = "Light ones (default: 500).")
    private int devices;

    @Option(
            names = "--full",
            paramLabel = "N",
            defaultValue = "4",
            description = "Full agents beside them, on which the way to another screen is measured (default: 4).")
    private int full;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "50",
            description = "Edits a second, of all devices together (default: 50).")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "D",
            defaultValue = "60s",
            description = "How long they edit, such as 90s, 5m or 1h (default: 60s).")
    private String duration = "";

    @Option(
            names = "--profile",
            paramLabel = "P",
            defaultValue = "commuter",
            description = "When devices have a network: commuter, office, flaky or stampede (default: commuter).")
    private String profile = "";

    @Option(
            names = "--objective",
            paramLabel = "O",
            description = "What must hold, such as p95<2s, visible-p95<3s, throughput>100/s, errors<1%%, conflicts<5%%."
                    + " May be given several times.")
    private List<String> objectives = List.of();

    @Option(names = "--url", paramLabel = "URL", description = "The gateway of a deployment; else a stack of its own.")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "With --url: holds the bearer token of a member of all the scopes.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "With --url, several times: the first is shared by all devices, the last is the agents', the"
                    + " others are shared out.")
    private List<String> scopes = List.of();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where report.txt, report.json and report.html go; none is written without it.")
    private @Nullable Path report;

    @Option(names = "--seed", paramLabel = "X", description = "Decides who does what; printed.")
    private @Nullable Long seed;

    @Option(names = "--plain", description = "Lines instead of a redrawn block; so it is anyway without a terminal.")
    private boolean plain;

    @Override
    public Integer call() throws InterruptedException {
        LoadOptions options = options();
        PrintStream out = Terminal.out();
        Reporter reporter = Terminal.reporter(out, plain);
        LoadText.before(options).forEach(reporter::say);
        try (Interruptible interruptible = new Interruptible()) {
            return switch (Load.run(options, reporter, interruptible.stop())) {
                case LoadResult.Measured(boolean passed, List<String> text) -> {
                    text.forEach(reporter::say);
                    yield passed ? ExitStatus.HELD : ExitStatus.VIOLATED;
                }
                case LoadResult.Stopped() -> {
                    reporter.progressEnds();
                    reporter.say("Stopped. Nothing was judged.");
                    yield ExitStatus.INTERRUPTED;
                }
            };
        } catch (LoadFailed e) {
            reporter.progressEnds();
            reporter.say("The load could not be run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        }
    }

    private LoadOptions options() {
        try {
            return new LoadOptions(
                    devices,
                    full,
                    rate,
                    duration(),
                    Profile.parse(profile.toLowerCase(Locale.ROOT))
                            .orElseThrow(() -> new IllegalArgumentException("--profile is one of " + Profile.all())),
                    seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
                    target(),
                    objectives.stream().map(Objective::parse).toList(),
                    Optional.ofNullable(report));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private Duration duration() {
        Matcher form = DURATION.matcher(duration.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("--duration is a number and s, m or h, such as 90s");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2) == null ? "s" : form.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private Optional<Target> target() {
        if (url == null) {
            if (tokenFile != null || !scopes.isEmpty()) {
                throw new IllegalArgumentException("--token-file and --scope go with --url");
            }
            return Optional.empty();
        }
        if (tokenFile == null) {
            throw new IllegalArgumentException("--url needs a --token-file");
        }
        try {
            return Optional.of(new Target(url, Files.readString(tokenFile).strip(), scopes));
        } catch (IOException e) {
            throw new IllegalArgumentException("the token file cannot be read", e);
        }
    }
}
