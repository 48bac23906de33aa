package io.tidemark.simulator.bench;

import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Starts a stack, measures the way and the floor in it, and tells. */
public final class Bench {
    private final BenchOptions options;
    private final Path data;
    private final Consumer<String> out;

    /** @param data the stack's folder, which must not hold data of an earlier run */
    public Bench(BenchOptions options, Path data, Consumer<String> out) {
        this.options = options;
        this.data = data;
        this.out = out;
    }

    public void run() throws BenchFailed, InterruptedException {
        out.accept("Starting PostgreSQL, Kafka, the merge service and the gateway …");
        try (LocalStack stack = LocalStack.builder()
                        .dataDirectory(data)
                        .listener(event -> {})
                        .start();
                Way way = new Way(stack, options.devices(), options.seed())) {
            report(measure(stack, way));
        } catch (StackException e) {
            throw new BenchFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private BenchFigures measure(LocalStack stack, Way way) throws BenchFailed, InterruptedException {
        if (options.warmUp() > 0) {
            out.accept(options.warmUp() + " operations of warm-up …");
            way.run(options.warmUp());
        }
        double loadBefore = load();
        out.accept(options.operations() + " operations of " + options.devices() + " devices …");
        WayFigures figures = way.run(options.operations());
        out.accept("The floor: the same rows by bare SQL, a warm-up and " + Floor.PASSES + " passes …");
        FloorFigures floor = new Floor(stack, options.operations()).measure();
        return new BenchFigures(
                options, Runtime.getRuntime().availableProcessors(), figures, floor, loadBefore, load());
    }

    private void report(BenchFigures figures) throws BenchFailed {
        out.accept("");
        BenchReport.table(figures).forEach(out);
        String json = BenchReport.json(figures);
        out.accept("");
        out.accept(json);
        if (options.json().isPresent()) {
            try {
                Files.writeString(options.json().get(), json + "\n");
            } catch (IOException e) {
                throw new BenchFailed(
                        "The figures cannot be written to " + options.json().get() + ": " + e, e);
            }
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
