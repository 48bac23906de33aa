package io.tidemark.simulator.drill.queue;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Members;
import io.tidemark.simulator.drill.queue.QueueFigures.Heap;
import io.tidemark.simulator.oracle.VerdictText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the drill tells before, meanwhile and after. */
public final class QueueText {
    private static final double MILLIS = 1_000;
    private static final double MEBIBYTE = 1024 * 1024;

    private QueueText() {}

    public static List<String> before(QueueOptions options) {
        return List.of(
                "",
                format(
                        "Long queue: %,d operations are saved offline, and sent by a device with a heap of 128 MiB.",
                        options.operations()),
                "");
    }

    static Optional<String> progress(String what, Members told) throws InvalidShape {
        return switch (what) {
            case LongQueueDevice.SAVING -> Optional.of(format("    %,d saved", told.integer("operations", 0)));
            case LongQueueDevice.SAVED ->
                Optional.of(format(
                        "    %,d saved in %.1f s", told.integer("operations", 0), told.integer("millis", 0) / MILLIS));
            case LongQueueDevice.OPENED ->
                Optional.of(format(
                        "    opened in %.2f s; the status in %,d µs",
                        told.integer("millis", 0) / MILLIS, told.integer("status", 0)));
            case LongQueueDevice.DRAINING ->
                Optional.of(format(
                        "    %,d left after %.1f s", told.integer("depth", 0), told.integer("millis", 0) / MILLIS));
            default -> Optional.empty();
        };
    }

    public static List<String> after(QueueFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  What it took");
        lines.add(format(
                "    saving             %.1f s: %,.0f a second, each a transaction of its own",
                figures.savedMillis() / MILLIS, figures.operations() * MILLIS / Math.max(1, figures.savedMillis())));
        lines.add(format("    opening            %.2f s", figures.openMillis() / MILLIS));
        lines.add(format(
                "    its status         %,d µs, the first time %,d µs",
                figures.statusMicros(), figures.firstStatusMicros()));
        lines.add(format(
                "    a save meanwhile   %.1f µs; with an empty queue %.1f µs; ratio %.2f",
                figures.longNanos() / MILLIS, figures.emptyNanos() / MILLIS, figures.ratio()));
        lines.add(format(
                "    sending            %.1f s: %,.0f operations a second",
                figures.drainMillis() / MILLIS, figures.operationsPerSecond()));
        lines.add(format(
                "    what bounds it     a push was under way for %.0f %% of that; %,d pushes of %.1f operations, %.1f"
                        + " ms each; %,d pulls",
                100.0 * figures.pushMillis() / Math.max(1, figures.drainMillis()),
                figures.pushes(),
                (double) figures.operations() / Math.max(1, figures.pushes()),
                (double) figures.pushMillis() / Math.max(1, figures.pushes()),
                figures.pulls()));
        lines.add(
                format("    heap               %s, of %.0f MiB", heap(figures.heap()), figures.mostHeap() / MEBIBYTE));
        lines.add("");
        lines.add("  What was checked");
        lines.addAll(VerdictText.findings(figures.verdict()));
        lines.add("");
        lines.addAll(VerdictText.violations(figures.verdict()));
        lines.add(
                figures.verdict().holds()
                        ? "VERDICT: nothing of the queue is missing, and the heap stayed flat."
                        : "VERDICT: VIOLATED.");
        return lines;
    }

    /** At the start, in the middle and at the end, and the most of all samples. */
    private static String heap(List<Heap> samples) {
        if (samples.isEmpty()) {
            return "not measured";
        }
        return format(
                "%.1f MiB at the start, %.1f in the middle, %.1f at the end; the most %.1f",
                samples.getFirst().bytes() / MEBIBYTE,
                samples.get(samples.size() / 2).bytes() / MEBIBYTE,
                samples.getLast().bytes() / MEBIBYTE,
                samples.stream().mapToLong(Heap::bytes).max().orElse(0) / MEBIBYTE);
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
