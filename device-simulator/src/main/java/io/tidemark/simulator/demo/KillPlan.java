package io.tidemark.simulator.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * When which part is killed: each one once in every twenty seconds, in an order that changes, and one after the other,
 * so that there is some service between two kills.
 */
final class KillPlan {
    private static final Duration ROUND = Duration.ofSeconds(20);

    record Kill(Duration after, String part) {}

    private KillPlan() {}

    static List<Kill> of(List<String> parts, Duration work, Random random) {
        List<Kill> kills = new ArrayList<>();
        long rounds = Math.max(1, work.toMillis() / ROUND.toMillis());
        long round = work.toMillis() / rounds;
        for (long begin = 0; begin < rounds; begin++) {
            List<String> order = new ArrayList<>(parts);
            Collections.shuffle(order, random);
            for (int i = 0; i < order.size(); i++) {
                double within = (i + 0.1 + 0.8 * random.nextDouble()) / order.size();
                kills.add(new Kill(Duration.ofMillis((long) ((begin + within) * round)), order.get(i)));
            }
        }
        kills.sort(Comparator.comparing(Kill::after));
        return kills;
    }
}
