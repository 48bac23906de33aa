package io.tidemark.simulator.bench;

import io.tidemark.simulator.statistics.Percentiles;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * @param seconds from the first send to the moment at which the watcher had met the last operation
 * @param batch milliseconds from a batch's first send until every operation of it was decided
 * @param visible milliseconds from an operation's first send until the watcher met it
 * @param sendsAgain batches that were sent again, because something was pending or the gateway busy
 * @param cpuSeconds by part, and of the generator
 */
record WayFigures(
        int operations,
        double seconds,
        Percentiles batch,
        Percentiles visible,
        int sendsAgain,
        SortedMap<String, Double> cpuSeconds) {

    double perSecond() {
        return operations / seconds;
    }

    /** CPU seconds of all server processes for 1,000 operations. */
    double cpuPerThousand() {
        return cpuByPart().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** CPU seconds for 1,000 operations, without the generator. */
    SortedMap<String, Double> cpuByPart() {
        SortedMap<String, Double> parts = new TreeMap<>();
        for (Map.Entry<String, Double> part : cpuSeconds.entrySet()) {
            if (!part.getKey().equals(CpuMeter.GENERATOR)) {
                parts.put(part.getKey(), part.getValue() * 1_000 / operations);
            }
        }
        return parts;
    }

    double generatorPerThousand() {
        return cpuSeconds.getOrDefault(CpuMeter.GENERATOR, 0.0) * 1_000 / operations;
    }
}
