package io.tidemark.simulation.world;

import io.tidemark.laws.history.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the seed decides next. Each decision has chance of its own, so that one can be left out and the others stay as
 * they are.
 *
 * @param number of the decision, from 0
 * @param gap milliseconds after the one before it
 * @param fault empty if somebody works
 * @param dice the seed of everything that is drawn for it
 */
public record Decision(int number, long gap, Work work, Optional<Fault> fault, long dice) {
    private static final int FAULTS_IN_A_HUNDRED = 22;
    private static final int USUAL_GAP = 600;
    private static final int LONG_GAP = 20_000;
    private static final long FAULTS = Long.MIN_VALUE;

    /** What people do. */
    public enum Work {
        EDIT,
        DELETE,
        TRANSACTION,
        RESOLVE,
        COUNT,
        SYNC_NOW,
        LETTER
    }

    /** @param faults that this world has at all */
    static Decision of(long seed, int number, List<Fault> faults) {
        Dice dice = Chance.of(seed, number);
        long gap = dice.oneIn(12) ? dice.upTo(LONG_GAP) : dice.upTo(USUAL_GAP);
        boolean isFault = !faults.isEmpty() && dice.below(100) < FAULTS_IN_A_HUNDRED;
        Work work = Work.values()[dice.weighted(60, 10, 8, 8, 8, 4, 4)];
        Optional<Fault> fault = isFault ? Optional.of(drawn(dice, faults)) : Optional.empty();
        return new Decision(number, gap, work, fault, Chance.mixed(seed, -1L - number));
    }

    private static Fault drawn(Dice dice, List<Fault> faults) {
        int[] weights = faults.stream().mapToInt(Fault::weight).toArray();
        return faults.get(dice.weighted(weights));
    }

    /** Each world has some of the faults: with all of them at once, some would hide others. */
    static List<Fault> drawn(long seed, List<Fault> allowed) {
        Dice dice = Chance.of(seed, FAULTS);
        List<Fault> drawn = new ArrayList<>();
        int in = dice.upTo(3);
        for (Fault fault : allowed) {
            if (dice.below(4) < in) {
                drawn.add(fault);
            }
        }
        // Documented: once the log is dropped, nobody can tell what a device sends under another name.
        if (drawn.contains(Fault.OPERATION_LOG_DROPPED)) {
            drawn.removeAll(List.of(Fault.DEVICE_CLONED, Fault.DEVICE_ROLLED_BACK, Fault.DATABASE_RESTORED));
        }
        // Documented: records are kept for as long as a backup that may be restored.
        if (drawn.contains(Fault.DATABASE_RESTORED)) {
            drawn.remove(Fault.LOG_TAIL_LOST);
        }
        return drawn;
    }
}
