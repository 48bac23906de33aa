package io.tidemark.simulator.progress;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Progress as text: a block that a terminal redraws, or one line for a log. */
public final class ProgressLines {
    private static final int BAR = 30;
    private static final int NARROWEST = 40;
    private static final double MILLIS = 1_000.0;

    private ProgressLines() {}

    /** Always the same number of lines, none wider than {@code width}, so that the block can be drawn over itself. */
    public static List<String> block(Progress now, int width) {
        String parts = now.parts().isEmpty() ? "all parts are up" : "down: " + String.join(", ", now.parts());
        return List.of(
                        format(
                                "  %s  %s  %d of %d s",
                                now.phase(),
                                bar(now),
                                now.elapsed().toSeconds(),
                                now.total().toSeconds()),
                        format(
                                "  saved %,d   synced %,d   %,.0f operations/s   conflict copies open %,d",
                                now.saved(), now.synced(), now.perSecond(), now.conflicts()),
                        format(
                                "  queued %,d   oldest %s   devices online %d of %d",
                                now.queued(), seconds(now.oldest()), now.online(), now.devices()),
                        format("  restarts %d   %s", now.restarts(), parts))
                .stream()
                .map(line -> cut(line, Math.max(NARROWEST, width)))
                .toList();
    }

    public static String line(Progress now) {
        String down = now.parts().isEmpty() ? "" : ", down: " + String.join(", ", now.parts());
        return format(
                "%s %d/%d s: saved %d, synced %d (%.0f/s), queued %d (oldest %s), conflict copies %d, online %d/%d,"
                        + " restarts %d%s",
                now.phase(),
                now.elapsed().toSeconds(),
                now.total().toSeconds(),
                now.saved(),
                now.synced(),
                now.perSecond(),
                now.queued(),
                seconds(now.oldest()),
                now.conflicts(),
                now.online(),
                now.devices(),
                now.restarts(),
                down);
    }

    private static String bar(Progress now) {
        double share = now.total().isZero()
                ? 1
                : now.elapsed().toMillis() / (double) now.total().toMillis();
        int filled = (int) Math.floor(BAR * Math.clamp(share, 0.0, 1.0));
        return "█".repeat(filled) + "░".repeat(BAR - filled);
    }

    private static String seconds(Duration duration) {
        return format("%.1f s", duration.toMillis() / MILLIS);
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
