package io.tidemark.simulator.cli;

import io.tidemark.simulator.bench.Bench;
import io.tidemark.simulator.bench.BenchFailed;
import io.tidemark.simulator.bench.BenchOptions;
import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.stack.Home;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {BenchSaveCommand.class, BenchFirstSyncCommand.class},
        description = {
            "Measures the whole way beside the database's own speed.",
            "",
            "Devices push batches of 50 operations (title 40 bytes, body 400; a quarter to one shared scope, three"
                    + " eighths updates) until a reader has met every one. The floor, in the same run on the same"
                    + " PostgreSQL: the same rows by bare upserts of 50 on 8 connections.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:It was measured, whatever the figures are.",
            "2:The command line is wrong.",
            "3:It could not be measured; why, and what to do, is printed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./tidemark bench", "  ./tidemark bench --operations 100000 --json figures.json"})
final class BenchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--operations",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many are measured (default: 20000).")
    private int operations;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many go before, and are not measured (default: 10000).")
    private int warmUp;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "50",
            description = "Devices that push at the same time, one batch each (default: 50).")
    private int devices;

    @Option(names = "--seed", paramLabel = "X", defaultValue = "1", description = "Of the workload (default: 1).")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there as JSON, too.")
    private @Nullable Path json;

    @Override
    public Integer call() throws InterruptedException {
        BenchOptions options = options();
        PrintStream out = Terminal.out();
        try (Interruptible interruptible = new Interruptible();
                DemoFolder folder = DemoFolder.open(Home.find().directory(), "bench", Optional.empty(), false)) {
            return measure(options, folder, out, interruptible.stop());
        } catch (IOException | StackException e) {
            out.println("The benchmark could not be run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }

    /** On Ctrl-C the stack ends, and what is being measured fails: there is nothing else to stop. */
    private static int measure(BenchOptions options, DemoFolder folder, PrintStream out, StopRequest stop)
            throws InterruptedException {
        try {
            new Bench(options, folder.resolve("stack"), out::println).run();
            return ExitStatus.HELD;
        } catch (BenchFailed e) {
            if (stop.isAsked()) {
                out.println("Stopped. Nothing runs any more.");
                return ExitStatus.INTERRUPTED;
            }
            out.println("The benchmark could not be run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        }
    }

    private BenchOptions options() {
        try {
            return new BenchOptions(operations, warmUp, devices, seed, Optional.ofNullable(json));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
