package io.tidemark.simulator.cli;

import io.tidemark.simulator.drill.kill.KillDrill;
import io.tidemark.simulator.drill.kill.KillOptions;
import io.tidemark.simulator.drill.kill.KillResult;
import io.tidemark.simulator.drill.kill.KillText;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "agent-kill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A device is killed with SIGKILL, again and again, where it hurts most.",
            "",
            "A process of its own saves, deletes, sends and pulls; it is killed between two steps of a write, a push"
                    + " or a pull, and at random moments, and begins again with the file as it is. What it was promised is"
                    + " noted outside of it, and held against the server and the device in the end.",
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
        footer = {"  ./tidemark drill agent-kill", "  ./tidemark drill agent-kill --kills 500 --seed 1"})
final class AgentKillCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "50", description = "How often (default: 50).")
    private int kills;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides what is written and where the kills fall; printed.")
    private @Nullable Long seed;

    @Option(names = "--keep", description = "Keeps the temporary folder with data and logs.")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException {
        KillOptions options = options();
        return DrillRun.carryOut(KillText.before(options), keep, (stack, devices, say, stop) -> switch (KillDrill.run(
                options, stack, devices, say, stop)) {
            case KillResult.Judged judged -> {
                KillText.after(options, judged).forEach(say);
                yield judged.verdict().holds() ? ExitStatus.HELD : ExitStatus.VIOLATED;
            }
            case KillResult.Stopped() -> {
                say.accept(Terminal.STOPPED);
                yield ExitStatus.INTERRUPTED;
            }
        });
    }

    private KillOptions options() {
        try {
            return new KillOptions(
                    kills, seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
