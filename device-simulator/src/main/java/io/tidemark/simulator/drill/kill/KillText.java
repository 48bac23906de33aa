package io.tidemark.simulator.drill.kill;

import io.tidemark.simulator.oracle.VerdictText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the drill tells before and after. */
public final class KillText {
    private KillText() {}

    public static List<String> before(KillOptions options) {
        return List.of(
                "",
                format(
                        "Kill drill: a device that saves, sends and pulls is killed with SIGKILL %,d times.  Seed %d.",
                        options.kills(), options.seed()),
                "");
    }

    public static String life(Life life, int promises) {
        return format(
                "    %,5d  %s%s  (%,d edits promised so far)",
                life.number(), life.where(), life.wasReached() ? "" : ": never came there", promises);
    }

    public static List<String> after(KillOptions options, KillResult.Judged result) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  What happened");
        lines.add(format(
                "    %,d kills in %.1f s; %,d edits promised, %,d more begun; %,d operations sent",
                result.lives().size(),
                result.seconds(),
                promised(result),
                result.killed().edits().size() - promised(result),
                result.killed().sent().size()));
        counts(result).forEach((where, times) -> lines.add(format("    %,5d × %s", times, where)));
        lines.add("");
        lines.add("  What was checked, from what the author noted outside the device");
        lines.addAll(VerdictText.findings(result.verdict()));
        lines.add("");
        if (result.verdict().holds()) {
            lines.add("VERDICT: no promised edit is missing, and device and server are the same.");
            return lines;
        }
        lines.addAll(VerdictText.violations(result.verdict()));
        lines.add("");
        lines.add(format(
                "VERDICT: VIOLATED, %,d times. Seed %d.",
                result.verdict().violations().size(), options.seed()));
        return lines;
    }

    private static int promised(KillResult.Judged result) {
        return (int) result.killed().edits().stream()
                .filter(edit -> edit.promised().isPresent())
                .count();
    }

    /** By point, in the order in which a device comes to them. */
    private static Map<String, Integer> counts(KillResult.Judged result) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (FailPoint point : FailPoint.values()) {
            counts.put(point.words(), 0);
        }
        result.lives().stream().filter(Life::wasReached).forEach(life -> counts.merge(life.where(), 1, Integer::sum));
        return counts;
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
