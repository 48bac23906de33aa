package io.tidemark.simulator.oracle.chaos;

import io.tidemark.simulator.oracle.Checker;
import io.tidemark.simulator.oracle.Verdict;
import java.util.List;

/**
 * The promises, and the rules that check each. From the end of the run, those of {@link Checker}: G1 to G6 and empty
 * queues (G10). From the history:
 *
 * <ol>
 *   <li>{@link AnsweredIsLogged}: what an answer took over was not lost (G1)
 *   <li>{@link SameOutcomeAlways}: one outcome, however often it is told (G2)
 *   <li>{@link DevicesInOrder}: in the device's order (G3)
 *   <li>{@link PagesJoinOn} and {@link NothingMissed}: no hole, no repeat (G5)
 *   <li>{@link OwnEditsStay}: no flicker (G7)
 *   <li>{@link PoisonIsKept}: poison does not vanish (G10)
 *   <li>{@link TroubleIsNobodysFault}: nor is anything taken for it that is none (G10)
 *   <li>{@link RestoresAreTold}: nobody diverges silently (G12)
 * </ol>
 *
 * Each sorts at most: O(n log n) over the lines of the history.
 */
public final class ChaosChecker {
    private static final List<ChaosRule> RULES = List.of(
            new AnsweredIsLogged(),
            new SameOutcomeAlways(),
            new DevicesInOrder(),
            new PagesJoinOn(),
            new NothingMissed(),
            new OwnEditsStay(),
            new PoisonIsKept(),
            new TroubleIsNobodysFault(),
            new RestoresAreTold());

    private ChaosChecker() {}

    public static Verdict check(ChaosEvidence evidence) {
        Verdict verdict = Checker.check(evidence.end());
        for (ChaosRule rule : RULES) {
            verdict = verdict.and(rule.check(evidence));
        }
        return verdict;
    }
}
