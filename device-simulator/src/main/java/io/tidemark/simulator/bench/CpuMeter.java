package io.tidemark.simulator.bench;

import io.tidemark.stack.LocalStack;
import io.tidemark.stack.PartStatus;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** CPU seconds of the server's processes and of this one, from one moment to another. */
final class CpuMeter {
    static final String GENERATOR = "generator";

    private final LocalStack stack;
    private final SortedMap<String, Double> before;

    private CpuMeter(LocalStack stack) {
        this.stack = stack;
        this.before = now(stack);
    }

    static CpuMeter start(LocalStack stack) {
        return new CpuMeter(stack);
    }

    /** By part, and {@value #GENERATOR}. */
    SortedMap<String, Double> spent() {
        SortedMap<String, Double> spent = new TreeMap<>();
        for (Map.Entry<String, Double> part : now(stack).entrySet()) {
            spent.put(part.getKey(), part.getValue() - before.getOrDefault(part.getKey(), 0.0));
        }
        return spent;
    }

    private static SortedMap<String, Double> now(LocalStack stack) {
        SortedMap<String, Double> seconds = new TreeMap<>();
        for (PartStatus part : stack.parts()) {
            seconds.put(part.name(), stack.cpuSeconds(part.name()));
        }
        Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        seconds.put(GENERATOR, own.toMillis() / 1_000.0);
        return seconds;
    }
}
