package io.tidemark.simulator.drill.kill;

/**
 * @param kills 1 to 10,000
 * @param seed decides what is written and where each kill falls; when things happen is up to the machine
 */
public record KillOptions(int kills, long seed) {
    private static final int MOST_KILLS = 10_000;

    public KillOptions {
        if (kills < 1 || kills > MOST_KILLS) {
            throw new IllegalArgumentException("--kills is from 1 to " + MOST_KILLS);
        }
        if (seed < 0) {
            throw new IllegalArgumentException("--seed is not negative");
        }
    }
}
