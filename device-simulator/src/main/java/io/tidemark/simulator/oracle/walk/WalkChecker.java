package io.tidemark.simulator.oracle.walk;

import io.tidemark.simulator.oracle.Verdict;
import java.util.List;

/**
 * The promises of a feed, and the rule that checks each:
 *
 * <ol>
 *   <li>{@link EachWriteOnce}: every write was decided once, and took effect once, at a position of its own (G2, G5)
 *   <li>{@link PagesJoinOn}: a page begins where its reader stands, and no reader was sent back to the start
 *   <li>{@link PositionsRise}: the rows of a page lie within it, in order
 *   <li>{@link SawWhatStood}: a row that was seen is one that stood there (no phantom)
 *   <li>{@link NeverOlder}: no row goes back (no repeat)
 *   <li>{@link NothingMissed}: at a checkpoint a reader holds the scope as it stood there (no hole, G5)
 *   <li>{@link AllEndEqual}: in the end all hold what the server holds (G6)
 * </ol>
 */
public final class WalkChecker {
    private static final List<WalkRule> RULES = List.of(
            new EachWriteOnce(),
            new PagesJoinOn(),
            new PositionsRise(),
            new SawWhatStood(),
            new NeverOlder(),
            new NothingMissed(),
            new AllEndEqual());

    private WalkChecker() {}

    public static Verdict check(WalkHistory history) {
        WalkFacts facts = WalkFacts.of(history);
        return new Verdict(RULES.stream().map(rule -> rule.check(facts)).toList());
    }
}
