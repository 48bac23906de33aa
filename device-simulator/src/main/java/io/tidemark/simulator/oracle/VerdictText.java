package io.tidemark.simulator.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verdict in lines for people. */
public final class VerdictText {
    private static final int MOST_VIOLATIONS = 20;

    private VerdictText() {}

    /** What was checked, a line for each rule. */
    public static List<String> findings(Verdict verdict) {
        return verdict.findings().stream()
                .map(finding -> String.format(
                        Locale.ROOT, "    %s %s (%,d looked at)", mark(finding), finding.promise(), finding.examined()))
                .toList();
    }

    /** A rule that looked at nothing has shown nothing. */
    private static String mark(Finding finding) {
        if (!finding.holds()) {
            return "✗";
        }
        return finding.examined() > 0 ? "✓" : "–";
    }

    /** What did not hold, the first of them where they are many. */
    public static List<String> violations(Verdict verdict) {
        List<Violation> violations = verdict.violations();
        List<String> lines = new ArrayList<>();
        violations.stream().limit(MOST_VIOLATIONS).forEach(violation -> lines.add("    " + violation));
        if (violations.size() > MOST_VIOLATIONS) {
            lines.add(String.format(Locale.ROOT, "    … and %,d more", violations.size() - MOST_VIOLATIONS));
        }
        return lines;
    }
}
