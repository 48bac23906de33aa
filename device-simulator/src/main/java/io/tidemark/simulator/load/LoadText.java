package io.tidemark.simulator.load;

import io.tidemark.simulator.statistics.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run tells before and after, for a terminal or a log. */
public final class LoadText {
    private static final double MILLIS = 1_000;

    private LoadText() {}

    public static List<String> before(LoadOptions options) {
        return List.of(
                "",
                format(
                        "Tidemark load: %,d light devices and %d full agents, %.0f edits a second for %d s, profile %s.  Seed %d.",
                        options.light(),
                        options.full(),
                        options.rate(),
                        options.work().toSeconds(),
                        options.profile().word(),
                        options.seed()),
                "");
    }

    static List<String> after(LoadReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(format(
                "  %,d edits in %.0f s, and %,d of full agents; %,d decided: %,d applied, %,d merged, %,d in conflict, %,d rejected",
                report.totals().saved(),
                report.workSeconds(),
                report.savedByAgents(),
                report.totals().outcomes(),
                report.applied(),
                report.merged(),
                report.conflicts(),
                report.rejected()));
        lines.add(format(
                "  %,d requests, %.2f %% without a usable answer; %.0f operations a second over the whole run",
                report.totals().requests(), report.errors(), report.throughput()));
        lines.add(latency("save to outcome, online", report.decided()));
        lines.add(latency("save to outcome, offline at first", report.offline()));
        lines.add(latency("save to another screen (full agents)", report.visible()));
        lines.add(format("  all quiet and read %.1f s after the work", report.settleSeconds()));
        lines.add("");
        for (Objective.Result result : report.objectives()) {
            lines.add(format(
                    "    %s %s: %.1f %s",
                    result.met() ? "✓" : "✗",
                    result.objective().text(),
                    result.measured(),
                    result.objective().figure().unit()));
        }
        lines.add(verdict(report));
        return lines;
    }

    static String verdict(LoadReport report) {
        if (!report.converged()) {
            return format(
                    "NOT CONVERGED: %,d operations still wait, %,d readers hold something else than others of their scope.",
                    report.waiting(), report.unlike());
        }
        return report.passed()
                ? "PASSED: every queue is empty, all readers of a scope hold the same, every objective is met."
                : "CONVERGED, and an objective was missed.";
    }

    private static String latency(String what, Percentiles millis) {
        return format(
                "  %s: p50 %.2f s, p95 %.2f s, p99 %.2f s, max %.2f s (%,d)",
                what,
                millis.p50() / MILLIS,
                millis.p95() / MILLIS,
                millis.p99() / MILLIS,
                millis.max() / MILLIS,
                millis.count());
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
