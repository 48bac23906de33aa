package io.tidemark.simulator.cli;

import io.tidemark.agent.store.Synchronous;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.simulator.bench.device.SaveBench;
import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.stack.Home;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a save on the device beside a bare SQLite transaction that writes the same two rows, by turns.",
            ""
        })
final class BenchSaveCommand implements Callable<Integer> {
    @Option(
            names = "--saves",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many are measured, at each of FULL and NORMAL (default: 10000).")
    private int saves;

    @Override
    public Integer call() {
        PrintStream out = Terminal.out();
        Home home = Home.find();
        try (DemoFolder folder = DemoFolder.open(home.directory(), "bench", Optional.empty(), false)) {
            SaveBench bench = new SaveBench(EntityTypesFile.read(home.entityTypes()), folder.path());
            for (Synchronous synchronous : Synchronous.values()) {
                SaveBench.Figures figures = bench.measure(synchronous, Math.max(1, saves));
                out.println(String.format(
                        Locale.ROOT,
                        "synchronous = %-6s  save %.1f µs, bare transaction %.1f µs, ratio %.2f (medians of %,d)",
                        synchronous,
                        figures.saveMicros(),
                        figures.bareMicros(),
                        figures.ratio(),
                        figures.saves()));
                out.flush();
            }
            return ExitStatus.HELD;
        } catch (IOException | SQLException e) {
            out.println("The benchmark could not be run: " + e.getMessage());
            return ExitStatus.COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }
}
