package io.tidemark.simulator.load;

import io.tidemark.simulator.statistics.Percentiles;
import java.time.Instant;
import java.util.List;

/**
 * What a run has measured.
 *
 * @param target in words
 * @param decided milliseconds from save to outcome, of light devices' edits that were made online
 * @param offline the same, of those that were made offline: their time without a network is in it
 * @param visible milliseconds from save to another screen, of full agents
 * @param settleSeconds from the end of the work until all was quiet and read
 * @param waiting operations that still waited in the end
 * @param unlike readers that hold something else than others of their scope
 */
record LoadReport(
        LoadOptions options,
        Instant begun,
        String target,
        List<Meter.Bucket> buckets,
        Meter.Totals totals,
        long applied,
        long merged,
        long conflicts,
        long rejected,
        long savedByAgents,
        Percentiles decided,
        Percentiles offline,
        Percentiles visible,
        double workSeconds,
        double settleSeconds,
        long waiting,
        int unlike,
        List<Objective.Result> objectives) {
    LoadReport {
        buckets = List.copyOf(buckets);
        objectives = List.copyOf(objectives);
    }

    boolean converged() {
        return waiting == 0 && unlike == 0;
    }

    boolean passed() {
        return converged() && objectives.stream().allMatch(Objective.Result::met);
    }

    double throughput() {
        return totals.outcomes() / Math.max(0.001, workSeconds + settleSeconds);
    }

    /** Of all requests, in per cent. */
    double errors() {
        return totals.requests() == 0 ? 0 : 100.0 * totals.errors() / totals.requests();
    }

    /** Of all outcomes, in per cent. */
    double conflictShare() {
        return totals.outcomes() == 0 ? 0 : 100.0 * conflicts / totals.outcomes();
    }

    LoadReport judged() {
        return new LoadReport(
                options,
                begun,
                target,
                buckets,
                totals,
                applied,
                merged,
                conflicts,
                rejected,
                savedByAgents,
                decided,
                offline,
                visible,
                workSeconds,
                settleSeconds,
                waiting,
                unlike,
                options.objectives().stream()
                        .map(objective -> new Objective.Result(objective, measured(objective.figure())))
                        .toList());
    }

    private double measured(Objective.Figure figure) {
        return switch (figure) {
            case P50 -> decided.p50();
            case P95 -> decided.p95();
            case P99 -> decided.p99();
            case MAX -> decided.max();
            case VISIBLE_P95 -> visible.p95();
            case THROUGHPUT -> throughput();
            case ERRORS -> errors();
            case CONFLICTS -> conflictShare();
        };
    }
}
