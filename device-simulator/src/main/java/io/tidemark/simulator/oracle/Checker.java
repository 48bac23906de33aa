package io.tidemark.simulator.oracle;

import java.util.List;

/**
 * The promises, and the rule that checks each:
 *
 * <ol>
 *   <li>{@link NothingLost}: no accepted value is gone that nobody saw and replaced (G4)
 *   <li>{@link NothingInvented}: no row holds what nobody wrote, and no value stands twice
 *   <li>{@link OneOutcomeEach}: every operation was decided once (G1, G2)
 *   <li>{@link VersionsExplained}: every version of a row comes from one operation; nothing deleted rises (G2, G3)
 *   <li>{@link LastWriterStands}: where server order decides, it did
 *   <li>{@link FeedInOrder}: positions are unique, rising, and below the head (G5)
 *   <li>{@link EverybodyEqual}: devices and server hold the same rows, byte for byte (G6)
 *   <li>{@link QueuesEmpty}: nothing is still on its way
 * </ol>
 */
public final class Checker {
    private static final List<Rule> RULES = List.of(
            new NothingLost(),
            new NothingInvented(),
            new OneOutcomeEach(),
            new VersionsExplained(),
            new LastWriterStands(),
            new FeedInOrder(),
            new EverybodyEqual(),
            new QueuesEmpty());

    private Checker() {}

    public static Verdict check(Evidence evidence) {
        Facts facts = Facts.of(evidence);
        return new Verdict(RULES.stream().map(rule -> rule.check(facts)).toList());
    }
}
