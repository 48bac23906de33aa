package io.tidemark.simulator.cli;

import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.drill.DrillFailed;
import io.tidemark.simulator.drill.queue.QueueDrill;
import io.tidemark.simulator.drill.queue.QueueFigures;
import io.tidemark.simulator.drill.queue.QueueOptions;
import io.tidemark.simulator.drill.queue.QueueText;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        PrintStream out = Terminal.out();
        try (Interruptible interruptible = new Interruptible();
                DemoFolder folder = DemoFolder.open(Home.find().directory(), "drill", Optional.empty(), keep)) {
            return drill(options, folder, out, interruptible.stop());
        } catch (IOException | StackException | DrillFailed e) {
            out.println("The drill could not be carried out: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }

    private static int drill(QueueOptions options, DemoFolder folder, PrintStream out, StopRequest stop)
            throws IOException, DrillFailed, InterruptedException {
        QueueText.before(options).forEach(out::println);
        if (folder.isKept()) {
            out.println("  Data and logs are kept in " + folder.path());
        }
        out.println("  Starting a real PostgreSQL, a real Kafka, the merge service and the gateway …");
        out.flush();
        Path devices = Files.createDirectory(folder.resolve("devices"));
        try (LocalStack stack =
                LocalStack.builder().dataDirectory(folder.resolve("stack")).start()) {
            Optional<QueueFigures> figures = QueueDrill.run(options, stack, devices, line -> say(out, line), stop);
            if (figures.isEmpty()) {
                out.println("Stopped. Nothing runs any more, and nothing was judged.");
                return ExitStatus.INTERRUPTED;
            }
            QueueText.after(figures.get()).forEach(out::println);
            return figures.get().verdict().holds() ? ExitStatus.HELD : ExitStatus.VIOLATED;
        }
    }

    private static void say(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }

    private QueueOptions options() {
        try {
            return new QueueOptions(operations);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
