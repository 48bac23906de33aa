package io.tidemark.simulator.drill.kill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Where the kills fall: the first on a file whose tables are half made, then all other points by turns in an order of
 * chance, and one in five at a random moment.
 */
final class KillPlan {
    private static final int AT_RANDOM_ONE_IN = 5;
    private static final int USUAL = 4;

    /** Not more often than a life passes them, and not at the closing of the look at the file that opening begins with. */
    private static final Map<FailPoint, Times> TIMES = Map.of(
            FailPoint.TABLES_HALF_MADE, new Times(1, 40),
            FailPoint.OPENING_UNCOMMITTED, new Times(1, 1),
            FailPoint.KEY_ASKED, new Times(1, 1),
            FailPoint.LOG_WRITTEN_BACK, new Times(1, 1),
            FailPoint.PAGE_HALF_STAGED, new Times(1, 8),
            FailPoint.CLOSING, new Times(2, 3));

    private record Times(int least, int most) {}

    /** @param nth at which time of passing the point; 1 at a random moment */
    record Kill(Optional<FailPoint> point, int nth) {}

    private KillPlan() {}

    static List<Kill> of(int kills, Random random) {
        List<Kill> plan = new ArrayList<>();
        List<FailPoint> round = new ArrayList<>();
        plan.add(at(FailPoint.TABLES_HALF_MADE, random));
        while (plan.size() < kills) {
            if (plan.size() % AT_RANDOM_ONE_IN == 0) {
                plan.add(new Kill(Optional.empty(), 1));
                continue;
            }
            if (round.isEmpty()) {
                round.addAll(EnumSet.complementOf(EnumSet.of(FailPoint.TABLES_HALF_MADE)));
                Collections.shuffle(round, random);
            }
            plan.add(at(round.removeLast(), random));
        }
        return plan;
    }

    private static Kill at(FailPoint point, Random random) {
        Times times = TIMES.getOrDefault(point, new Times(1, USUAL));
        return new Kill(Optional.of(point), times.least() + random.nextInt(times.most() - times.least() + 1));
    }
}
