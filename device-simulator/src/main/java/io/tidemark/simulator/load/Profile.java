package io.tidemark.simulator.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** When devices have a network. */
public enum Profile {
    /** Most of the time online, with tunnels: two thirds of a cycle online, one third offline. */
    COMMUTER("online most of the time, with long tunnels", 0.67, 24),
    /** Online all day but for a short drop now and then. */
    OFFICE("online, with a short drop now and then", 0.97, 40),
    /** Never for long with a network, nor without. */
    FLAKY("short spells with and without a network", 0.6, 6),
    /** Everybody loses the network for the middle third of the time, and has it again at the same moment. */
    STAMPEDE("all lose the network for a third of the time, and return at the same moment", 1.0, 0);

    private final String words;
    private final double online;
    private final int cycleSeconds;

    /** @param online share of a cycle */
    Profile(String words, double online, int cycleSeconds) {
        this.words = words;
        this.online = online;
        this.cycleSeconds = cycleSeconds;
    }

    public String words() {
        return words;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Profile> parse(String word) {
        return Arrays.stream(values())
                .filter(profile -> profile.word().equals(word))
                .findFirst();
    }

    public static String all() {
        return Arrays.stream(values()).map(Profile::word).collect(Collectors.joining(", "));
    }

    /** How long a spell lasts that begins now, drawn around its mean. */
    Duration spell(boolean isOnline, Duration elapsed, Duration total, Random random) {
        if (this == STAMPEDE) {
            return stampede(isOnline, elapsed, total);
        }
        double mean = cycleSeconds * (isOnline ? online : 1 - online);
        return Duration.ofMillis(Math.round(mean * 1_000 * (0.5 + random.nextDouble())));
    }

    private static Duration stampede(boolean isOnline, Duration elapsed, Duration total) {
        Duration leaves = total.dividedBy(3);
        Duration returns = leaves.multipliedBy(2);
        if (isOnline) {
            return elapsed.compareTo(leaves) < 0 ? leaves.minus(elapsed) : total;
        }
        return elapsed.compareTo(returns) < 0 ? returns.minus(elapsed) : Duration.ZERO;
    }

    /** Whether a device begins online; those of a cycle begin anywhere in it. */
    boolean beginsOnline(Random random) {
        return random.nextDouble() < online;
    }
}
