package io.tidemark.simulator.bench;

import io.tidemark.simulator.statistics.Percentiles;
import java.util.List;

/**
 * @param passes rows a second of each
 * @param rowsPerSecond their median
 * @param cpuPerThousand CPU seconds of PostgreSQL for 1,000 rows, over all passes
 * @param statement milliseconds of one upsert of 50 rows
 */
record FloorFigures(List<Double> passes, double rowsPerSecond, double cpuPerThousand, Percentiles statement) {
    FloorFigures {
        passes = List.copyOf(passes);
    }
}
