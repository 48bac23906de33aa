package io.tidemark.simulator.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Which faults come when: a function of the seed alone. */
final class FaultPlan {
    private static final Duration BETWEEN = Duration.ofMillis(2_600);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final double BACKUP_AT = 0.35;
    private static final double RESTORE_AT = 0.60;
    private static final Duration LEAST_FOR_RESTORE = Duration.ofMinutes(1);

    /**
     * @param after the beginning of the work
     * @param lasts zero for what happens once
     * @param choice 0 to 1: of the targets that there are
     */
    record Fault(Duration after, FaultKind kind, Duration lasts, double choice) {}

    /** @param restore none where the time is too short for one */
    record Plan(List<Fault> faults, Duration backup, boolean restore) {
        Plan {
            faults = List.copyOf(faults);
        }
    }

    private FaultPlan() {}

    static Plan of(Duration work, Random random) {
        List<Fault> faults = new ArrayList<>();
        long at = FIRST.toMillis();
        while (at < work.toMillis()) {
            FaultKind kind = FaultKind.drawn(random.nextDouble());
            faults.add(new Fault(Duration.ofMillis(at), kind, kind.lasting(random.nextDouble()), random.nextDouble()));
            at += Math.round(BETWEEN.toMillis() * (0.4 + 1.2 * random.nextDouble()));
        }
        boolean restore = work.compareTo(LEAST_FOR_RESTORE) >= 0;
        if (restore) {
            Duration unnoticed = FaultKind.RESTORE.lasting(random.nextDouble());
            faults.add(new Fault(share(work, RESTORE_AT), FaultKind.RESTORE, unnoticed, 0));
            faults.sort(Comparator.comparing(Fault::after));
        }
        return new Plan(faults, share(work, BACKUP_AT), restore);
    }

    private static Duration share(Duration work, double share) {
        return Duration.ofMillis(Math.round(work.toMillis() * share));
    }
}
