package io.tidemark.mergeservice.lane;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** MS-8: a lane with a scope that somebody else holds is left alone for a while, longer each time. */
final class Rests {
    private final RandomGenerator random;
    private final Map<Integer, Rest> rests = new HashMap<>();

    private record Rest(Backoff backoff, long until) {}

    Rests(RandomGenerator random) {
        this.random = random;
    }

    void begin(int partition) {
        Rest before = rests.get(partition);
        Backoff backoff = (before == null ? Backoff.NONE : before.backoff()).afterFailure();
        long until = System.nanoTime() + backoff.delay(random).toNanos();
        rests.put(partition, new Rest(backoff, until));
    }

    boolean lasts(int partition) {
        Rest rest = rests.get(partition);
        return rest != null && rest.until() - System.nanoTime() > 0;
    }

    /** Its work got through: the next wait is a first one. */
    void forget(int partition) {
        rests.remove(partition);
    }
}
