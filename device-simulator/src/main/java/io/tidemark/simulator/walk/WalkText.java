package io.tidemark.simulator.walk;

import io.tidemark.simulator.oracle.VerdictText;
import io.tidemark.simulator.oracle.walk.PlacedRow;
import io.tidemark.simulator.oracle.walk.WalkHistory;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the walk tells before and after. */
public final class WalkText {
    private WalkText() {}

    public static List<String> before(WalkOptions options) {
        return List.of(
                "",
                format(
                        "Cursor walk: %d readers, %d writers, %,d writes to one scope, kills of the merge service: %d.  Seed %d.",
                        options.readers(), options.writers(), options.writes(), options.kills(), options.seed()),
                "");
    }

    public static List<String> after(WalkOptions options, WalkResult.Judged result) {
        WalkHistory history = result.history();
        WalkResult.Figures figures = result.figures();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  What happened");
        lines.add(format(
                "    %,d writes in %,d pushes, %,d of these sent again; %,d rows in the end, %,d of them tombstones",
                history.writes().size(),
                figures.pushes(),
                figures.sendsAgain(),
                history.server().size(),
                history.server().stream()
                        .filter(row -> row.content().equals(PlacedRow.DELETED))
                        .count()));
        lines.add(format(
                "    %,d pages with %,d rows read by %d readers; %d times told 410",
                history.readers().stream()
                        .mapToLong(reader -> reader.pages().size())
                        .sum(),
                history.readers().stream().mapToLong(ReaderRecord::rows).sum(),
                history.readers().size(),
                gone(history)));
        lines.add(format(
                "    kills of the merge service: %d%s",
                figures.killedAfter().size(),
                figures.killedAfter().stream()
                        .map(writes -> format(", after %,d writes", writes))
                        .collect(Collectors.joining())));
        lines.add(format(
                "    %.1f s, on %d processors",
                figures.seconds(), Runtime.getRuntime().availableProcessors()));
        lines.add("");
        lines.add("  What was checked, from what the writers noted themselves");
        lines.addAll(VerdictText.findings(result.verdict()));
        lines.add("");
        lines.addAll(conclusion(options, result));
        return lines;
    }

    /** How many readers were sent back to the start of the feed. */
    public static long gone(WalkHistory history) {
        return history.readers().stream()
                .flatMap(reader -> reader.refusals().stream())
                .filter(refusal -> refusal.startsWith("410"))
                .count();
    }

    private static List<String> conclusion(WalkOptions options, WalkResult.Judged result) {
        if (result.verdict().holds()) {
            return List.of("VERDICT: no reader missed a row, and all end equal.");
        }
        List<String> lines = new ArrayList<>(VerdictText.violations(result.verdict()));
        lines.add("");
        lines.add(format(
                "VERDICT: VIOLATED, %,d times. Seed %d.",
                result.verdict().violations().size(), options.seed()));
        return lines;
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
