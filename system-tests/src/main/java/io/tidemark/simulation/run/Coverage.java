package io.tidemark.simulation.run;

import io.tidemark.merge.lane.Footing;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulation.world.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What must have happened in a run of some size, so that its verdict says something. */
public final class Coverage {
    /** In fewer worlds, what is rare may be missing by chance. */
    public static final long DEMANDED_FROM = 200;

    /** What only some of the worlds can meet. */
    private static final long RARE_DEMANDED_FROM = 2_000;

    private static final Set<String> RARE = Set.of(
            "lane found BEFORE_THE_START",
            "lane found BEYOND_THE_END",
            "resync: cursor-of-another-epoch",
            "resync: cursor-expired",
            "dead letter sent again",
            "device cloned",
            "device went back in time",
            "new device id");

    private Coverage() {}

    /** Names whatever never occurred; empty for a run that is too small to demand it. */
    public static List<String> missing(Tally tally, List<Fault> allowed) {
        List<String> missing = new ArrayList<>();
        if (tally.worlds() < DEMANDED_FROM || allowed.size() < Fault.values().length) {
            return missing;
        }
        Stream<String> faults = Stream.of(Fault.values()).map(Fault::name);
        Stream<String> outcomes = Stream.of(Status.values()).map(status -> "outcome " + status.slug());
        Stream<String> findings = Stream.of(Footing.Finding.values()).map(finding -> "lane found " + finding);
        Stream<String> others = Stream.of(
                "request lost",
                "answer lost",
                "request twice",
                "request late",
                "answer cut off",
                "answer of somebody else",
                "asked to wait",
                "claim lost",
                "database restored",
                "restore declared",
                "device cloned",
                "device went back in time",
                "new device id",
                "device killed between instructions",
                "edit refused: disk full",
                "resync: cursor-expired",
                "resync: cursor-of-another-epoch",
                "resync: cursor-of-other-schemas",
                "record published again",
                "dead letter sent again");
        Stream.of(faults, outcomes, findings, others)
                .flatMap(each -> each)
                .filter(kind -> !RARE.contains(kind) || tally.worlds() >= RARE_DEMANDED_FROM)
                .filter(kind -> tally.counts().getOrDefault(kind, 0L) == 0)
                .forEach(missing::add);
        return missing;
    }
}
