package io.tidemark.simulator.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** When which part is killed: each one in every twenty seconds, between the first and the last tenth of the work. */
final class KillPlan {
    private static final Duration ROUND = Duration.ofSeconds(20);

    record Kill(Duration after, String part) {}

    private KillPlan() {}

    static List<Kill> of(List<String> parts, Duration work, Random random) {
        List<Kill> kills = new ArrayList<>();
        long rounds = Math.max(1, work.toMillis() / ROUND.toMillis());
        long round = work.toMillis() / rounds;
        for (long begin = 0; begin < rounds; begin++) {
            for (String part : parts) {
                long within = (long) ((0.1 + 0.8 * random.nextDouble()) * round);
                kills.add(new Kill(Duration.ofMillis(begin * round + within), part));
            }
        }
        kills.sort(Comparator.comparing(Kill::after));
        return kills;
    }
}
