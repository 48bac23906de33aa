package io.tidemark.simulator.cli;

import io.tidemark.simulator.drill.queue.QueueDrill;
import io.tidemark.simulator.drill.queue.QueueFigures;
import io.tidemark.simulator.drill.queue.QueueOptions;
import io.tidemark.simulator.drill.queue.QueueText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "long-queue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "What was saved in a very long time without a network is opened, shown and sent.",
            "",
            "A process of its own, with a heap of 128 MiB, saves so many operations offline, opens the file anew, asks"
                    + " for its status, writes on beside a device whose queue is empty, and goes online until nothing is"
                    + " left.",
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
        footer = {"  ./tidemark drill long-queue", "  ./tidemark drill long-queue --operations 20000"})
final class LongQueueCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--operations",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many (default: 1000000).")
    private int operations;

    @Option(names = "--keep", description = "Keeps the temporary folder with data and logs.")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException {
        QueueOptions options = options();
        return DrillRun.carryOut(QueueText.before(options), keep, (stack, devices, say, stop) -> {
            Optional<QueueFigures> figures = QueueDrill.run(options, stack, devices, say, stop);
            if (figures.isEmpty()) {
                say.accept(Terminal.STOPPED);
                return ExitStatus.INTERRUPTED;
            }
            QueueText.after(figures.get()).forEach(say);
            return figures.get().verdict().holds() ? ExitStatus.HELD : ExitStatus.VIOLATED;
        });
    }

    private QueueOptions options() {
        try {
            return new QueueOptions(operations);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
