package io.tidemark.simulator.cli;

import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.walk.Walk;
import io.tidemark.simulator.walk.WalkFailed;
import io.tidemark.simulator.walk.WalkOptions;
import io.tidemark.simulator.walk.WalkResult;
import io.tidemark.simulator.walk.WalkText;
import io.tidemark.stack.Home;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "cursor-walk",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Readers follow a feed by cursor while it is written and the merge service is killed.",
            "",
            "Each reader begins at the start and writes down every page. In the end its record is held against what the"
                    + " writers noted themselves: no row missed, none twice, none that never was, and all end equal.",
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
        footer = {"  ./tidemark cursor-walk", "  ./tidemark cursor-walk --writes 100000 --kills 5"})
final class CursorWalkCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--writes",
            paramLabel = "N",
            defaultValue = "20000",
            description = "By all writers together (default: 20000).")
    private int writes;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "8",
            description = "Each with pages of another size (default: 8).")
    private int readers;

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "8",
            description = "Devices that push up to 50 operations at a time (default: 8).")
    private int writers;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "2",
            description = "Of the merge service, with SIGKILL, spread over the writes (default: 2).")
    private int kills;

    @Option(
            names = "--seed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Decides what is written. When things happen is up to the machine (default: 1).")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        WalkOptions options = options();
        PrintStream out = Terminal.out();
        try (Interruptible interruptible = new Interruptible();
                DemoFolder folder = DemoFolder.open(Home.find().directory(), "walk", Optional.empty(), false)) {
            return walk(options, folder, out, interruptible.stop());
        } catch (IOException | StackException e) {
            out.println("The walk could not be run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }

    private static int walk(WalkOptions options, DemoFolder folder, PrintStream out, StopRequest stop)
            throws InterruptedException {
        WalkText.before(options).forEach(out::println);
        out.println("  Starting a real PostgreSQL, a real Kafka, the merge service and the gateway …");
        out.flush();
        try {
            return switch (Walk.run(options, folder.resolve("stack"), out::println, stop)) {
                case WalkResult.Judged judged -> {
                    WalkText.after(options, judged).forEach(out::println);
                    yield judged.verdict().holds() ? ExitStatus.HELD : ExitStatus.VIOLATED;
                }
                case WalkResult.Stopped() -> {
                    out.println(Terminal.STOPPED);
                    yield ExitStatus.INTERRUPTED;
                }
            };
        } catch (WalkFailed e) {
            out.println("The walk could not be run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        }
    }

    private WalkOptions options() {
        try {
            return new WalkOptions(writes, readers, writers, kills, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
