package io.tidemark.simulator.demo;

import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.VerdictText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the demo tells before and after, for people who see it for the first time. */
public final class DemoText {
    private static final double MILLIS = 1_000.0;

    private DemoText() {}

    public static List<String> before(DemoOptions options) {
        List<Notebook> notebooks = Notebook.shared(Notebook.people(options.devices()));
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(format(
                "Tidemark demo: %d people, %d shared notebooks, %d seconds.  Seed %d.",
                options.devices(), notebooks.size(), options.work().toSeconds(), options.seed()));
        lines.add("");
        lines.add("  Each person has a device with an SQLite file of its own. They write, change and delete the same");
        lines.add("  notes, lose the network at random, and come back. A save never waits for the network.");
        if (!options.kills().isEmpty()) {
            lines.add("  Meanwhile these parts are killed with SIGKILL: " + String.join(", ", options.kills()) + ".");
        }
        lines.add("");
        return lines;
    }

    public static List<String> after(DemoOptions options, DemoSummary summary, Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  What happened");
        lines.add(format(
                "    %,d edits saved on %d devices, %,d of them offline",
                summary.saved(), options.devices(), summary.offline()));
        lines.add(format(
                "    %,d applied, %,d merged, %,d in conflict, %,d rejected",
                summary.count(Status.APPLIED),
                summary.count(Status.MERGED),
                summary.count(Status.CONFLICT),
                summary.count(Status.REJECTED)));
        lines.add(format(
                "    %,d conflict copies made, %,d of them still open; each keeps what would have been overwritten unseen",
                summary.copiesMade(), summary.copiesOpen()));
        lines.add(format(
                "    %,d operations sent more than once, none with two effects; %d parts died and were started again",
                summary.sentAgain(), summary.deaths()));
        lines.add(format(
                "    from save to another screen, both online: p50 %.2f s, p95 %.2f s (%d samples)",
                summary.visible().p50() / MILLIS,
                summary.visible().p95() / MILLIS,
                summary.visible().count()));
        lines.add("");
        lines.add("  What was checked, from what the people noted themselves");
        lines.addAll(VerdictText.findings(verdict));
        lines.add("");
        lines.addAll(conclusion(options, summary, verdict));
        return lines;
    }

    private static List<String> conclusion(DemoOptions options, DemoSummary summary, Verdict verdict) {
        List<String> lines = new ArrayList<>();
        if (verdict.holds()) {
            lines.add(format(
                    "VERDICT: all promises held. %,d edits, nothing lost, everybody sees the same.", summary.saved()));
            return lines;
        }
        lines.addAll(VerdictText.violations(verdict));
        lines.add("");
        lines.add(format(
                "VERDICT: VIOLATED, %,d times. Try again with --seed %d --keep, and see the logs in the folder that it names.",
                verdict.violations().size(), options.seed()));
        return lines;
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
