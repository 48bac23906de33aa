package io.tidemark.simulation.world;

import io.tidemark.simulation.world.Trace.Line;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was noted, as a person reads it: looks at the feed that brought nothing are left out, and counted. */
public final class Story {
    /** Said of a look that brought nothing, by the device that had it. */
    public static final String NOTHING_NEW = "has nothing new";

    private static final Set<String> OF_A_LOOK = Set.of("Fetch", "reads", "Apply", NOTHING_NEW);

    /** What goes is told by the line after it, and otherwise nothing goes. */
    private static final String SILENT = "Push";

    private static final double SECOND = 1_000;

    private Story() {}

    static List<String> told(List<Line> lines) {
        BitSet leftOut = new BitSet();
        Map<String, List<Integer>> looks = new HashMap<>();
        int idle = 0;
        for (int at = 0; at < lines.size(); at++) {
            Line line = lines.get(at);
            if (line.what().equals(SILENT)) {
                leftOut.set(at);
            } else if (OF_A_LOOK.contains(line.what())) {
                List<Integer> look = looks.computeIfAbsent(whose(line), ignored -> new ArrayList<>());
                if (line.what().equals("Fetch")) {
                    look.clear();
                }
                look.add(at);
                if (line.what().equals(NOTHING_NEW)) {
                    look.forEach(leftOut::set);
                    idle++;
                }
            }
        }
        List<String> told = new ArrayList<>();
        told.add("Left out: " + idle + " looks at the feed that brought nothing.");
        for (int at = leftOut.nextClearBit(0); at < lines.size(); at = leftOut.nextClearBit(at + 1)) {
            told.add(told(lines.get(at)));
        }
        return told;
    }

    private static String whose(Line line) {
        return line.who() + " " + line.detail().getFirst();
    }

    private static String told(Line line) {
        String detail =
                line.detail().stream().map(each -> " " + Telling.of(each)).collect(Collectors.joining());
        return String.format(Locale.ROOT, "%10.3f s  %-10s %s%s", line.at() / SECOND, line.who(), line.what(), detail);
    }
}
