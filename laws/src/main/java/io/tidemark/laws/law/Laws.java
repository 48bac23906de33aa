package io.tidemark.laws.law;

import java.util.List;

/** All laws, in the order in which a verdict names them. */
public final class Laws {
    public static final List<Law> ALL = List.of(
            new EveryEditAnswered(),
            new OneOutcome(),
            new ChainsInOrder(),
            new NothingLost(),
            new NothingInvented(),
            new NoFragments(),
            new PositionsAndVersionsRise(),
            new CheckpointsComplete(),
            new EverybodyEqual(),
            new OwnEditsStay(),
            new AloneNeverConflicts(),
            new EqualNeverConflicts(),
            new TransactionsWhole(),
            new SetAsideKept(),
            new CountersAddUp(),
            new AdditionsWin(),
            new ExtremesStand(),
            new FirstValueStays(),
            new LastWriterStands(),
            new SameLogSameRows());

    private Laws() {}
}
