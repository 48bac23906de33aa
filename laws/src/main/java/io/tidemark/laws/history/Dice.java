package io.tidemark.laws.history;

import java.util.List;
import java.util.Random;

/** The only source of chance: the same seed gives the same history, on every machine. */
public final class Dice {
    private final Random random;

    public Dice(long seed) {
        this.random = new Random(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** From 1 to the most. */
    public int upTo(int most) {
        return 1 + below(most);
    }

    public boolean oneIn(int times) {
        return below(times) == 0;
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** An index, each as often as its weight says. */
    public int weighted(int... weights) {
        int all = 0;
        for (int weight : weights) {
            all += weight;
        }
        int drawn = below(all);
        int index = 0;
        while (drawn >= weights[index]) {
            drawn -= weights[index++];
        }
        return index;
    }
}
