package io.tidemark.simulator.chaos;

import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.VerdictText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run tells before and after. */
public final class ChaosText {
    private ChaosText() {}

    public static List<String> before(ChaosOptions options) {
        return List.of(
                "",
                format(
                        "Tidemark chaos: %d devices, %d seconds.  Seed %d.",
                        options.devices(), options.work().toSeconds(), options.seed()),
                "");
    }

    public static List<String> after(ChaosOptions options, ChaosResult.Figures figures, Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  What happened");
        lines.add(format(
                "    %,d edits in %.0f s on %d devices; the server decided %,d operations; %,d lines of history",
                figures.edits(), figures.workSeconds(), options.devices(), figures.operations(), figures.entries()));
        lines.add(format(
                "    %,d faults of %d kinds; %d processes died and were started again; %d epochs; all quiet after %.1f s",
                figures.allFaults(),
                figures.faults().size(),
                figures.deaths(),
                figures.epochs(),
                figures.settleSeconds()));
        for (FaultKind kind : FaultKind.values()) {
            Integer times = figures.faults().get(kind);
            if (times != null) {
                lines.add(format("    %5d  %-16s %s", times, kind.word(), kind.words()));
            }
        }
        lines.add("");
        lines.add("  What was checked, from the history and from the end");
        lines.addAll(VerdictText.findings(verdict));
        lines.add("");
        lines.addAll(conclusion(options, figures, verdict));
        return lines;
    }

    private static List<String> conclusion(ChaosOptions options, ChaosResult.Figures figures, Verdict verdict) {
        if (verdict.holds()) {
            return List.of(format(
                    "VERDICT: all promises held. %,d operations, %,d faults, 0 violations.",
                    figures.operations(), figures.allFaults()));
        }
        List<String> lines = new ArrayList<>(VerdictText.violations(verdict));
        lines.add("");
        lines.add(format(
                "VERDICT: VIOLATED, %,d times. Try again with --seed %d --keep, and see history and logs in the folder"
                        + " that it names.",
                verdict.violations().size(), options.seed()));
        return lines;
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
