package io.tidemark.simulation.mutant;

import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.simulation.world.Fault;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Simulation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All known bugs, and the search for them. */
public final class Mutants {
    private static final int USUAL = 30;
    private static final int RARE = 80;

    private static final List<Fault> NONE = List.of();
    private static final List<Fault> NETWORK = List.of(Fault.BAD_NETWORK, Fault.PARTITION);
    private static final List<Fault> FORK = List.of(Fault.DEVICE_CLONED, Fault.DEVICE_ROLLED_BACK);
    private static final List<Fault> RESTORE = List.of(Fault.DATABASE_RESTORED, Fault.OFFLINE, Fault.PARTITION);
    private static final List<Fault> ACCESS = List.of(Fault.MEMBERSHIP_REVOKED, Fault.OFFLINE);
    private static final List<Fault> AWAY = List.of(Fault.TOMBSTONES_DROPPED, Fault.OFFLINE, Fault.PARTITION);
    private static final List<Fault> CRASH =
            List.of(Fault.COMMIT_IN_DOUBT, Fault.DATABASE_AWAY, Fault.REBALANCE, Fault.MERGE_KILLED);
    private static final List<Fault> TROUBLE = List.of(Fault.LOG_AWAY, Fault.DATABASE_AWAY, Fault.PARTITION);
    private static final List<Fault> SLOW = List.of(Fault.DATABASE_AWAY, Fault.MERGE_KILLED, Fault.FLAWED_EDIT);

    public static final List<Mutant> ALL = List.of(
            of(
                    "accepted-is-done",
                    "a 202 takes the operation out of the queue",
                    SLOW,
                    AgentMutants.takesAcceptedForDone()),
            of(
                    "network-counts",
                    "trouble of the network counts against an operation",
                    TROUBLE,
                    AgentMutants.countsTroubleOfTheNetwork()),
            of(
                    "retry-after-ignored",
                    "Retry-After is not heard",
                    List.of(Fault.GATEWAY_BUSY),
                    AgentMutants.ignoresRetryAfter()),
            of(
                    "failure-forgotten",
                    "a push that failed is not noticed",
                    NETWORK,
                    AgentMutants.forgetsThatARequestHasFailed()),
            of(
                    "retires-on-answer",
                    "an operation leaves the queue before the feed has passed it",
                    NETWORK,
                    StoreMutants.retiresOnTheAnswer()),
            of(
                    "retires-by-mark",
                    "the mark retires what has no known outcome",
                    List.of(Fault.FLAWED_EDIT, Fault.BAD_NETWORK),
                    StoreMutants.retiresByTheMarkAlone()),
            of("squashes-sent", "an operation that was sent is squashed", NETWORK, StoreMutants.squashesWhatWasSent()),
            of("sent-not-marked", "an operation is not marked as sent", NETWORK, StoreMutants.doesNotMarkAsSent()),
            of("fork-ignored", "a forked device goes on under its id", FORK, StoreMutants.keepsTheForkedDevice()),
            of(
                    "old-outcomes-kept",
                    "outcomes of another epoch still count",
                    RESTORE,
                    StoreMutants.keepsOutcomesOfAnotherEpoch()),
            of("no-start-over", "a resync goes on from where it was", AWAY, StoreMutants.takesAnyPage()),
            of("resync-loses-queue", "a resync empties the queue", AWAY, StoreMutants.losesTheQueueAtAResync()),
            of("resync-keeps-rows", "a resync does not replace what stands", AWAY, StoreMutants.keepsRowsAtAResync()),
            of("no-overlay", "pending edits do not show", NONE, StoreMutants.showsNoPendingEdits()),
            of(
                    "seen-from-canonical",
                    "what was seen is taken from the canonical row",
                    NETWORK,
                    StoreMutants.seesTheCanonicalRow()),
            of(
                    "full-disk-swallowed",
                    "a full disk is not reported",
                    List.of(Fault.DEVICE_DISK_FULL),
                    StoreMutants.swallowsAFullDisk()),
            of("transactions-cut", "a push ends within a transaction", NETWORK, StoreMutants.cutsTransactions()),
            of("rows-outlive-access", "rows stay when access is lost", ACCESS, StoreMutants.keepsRowsWithoutAccess()),
            of(
                    "buried-in-silence",
                    "a refused operation leaves no dead letter",
                    List.of(Fault.FLAWED_EDIT),
                    StoreMutants.buriesInSilence()),
            of(
                    "applied-too-soon",
                    "the gateway says applied before the merge does",
                    SLOW,
                    GatewayMutants.saysAppliedBeforeItIs()),
            of("reads-for-all", "the gateway asks for no membership", ACCESS, GatewayMutants.answersWhoeverAsks()),
            of(
                    "never-expires",
                    "a cursor below the tombstone floor is served",
                    AWAY,
                    GatewayMutants.overlooks(ProblemType.CURSOR_EXPIRED)),
            of(
                    "epoch-overlooked",
                    "a cursor of another epoch is served",
                    RESTORE,
                    GatewayMutants.overlooks(ProblemType.CURSOR_OF_ANOTHER_EPOCH)),
            of(
                    "checkpoint-everywhere",
                    "each page is called a checkpoint",
                    NONE,
                    GatewayMutants.callsEachPageACheckpoint()),
            of("cursor-skips", "a page goes on to the head without its rows", NONE, GatewayMutants.goesOnToTheHead()),
            of(
                    "mark-too-far",
                    "a page's mark is of a later moment than its rows",
                    NETWORK,
                    GatewayMutants.marksTooFar()),
            of("tombstones-left-out", "a page leaves out what was deleted", NONE, GatewayMutants.forgetsTombstones()),
            of("log-forgotten", "the merge does not look into the log", CRASH, MergeMutants.forgetsTheLog()),
            of("members-not-asked", "the merge asks for no membership", ACCESS, MergeMutants.asksNoMembership()),
            of("last-write-wins", "an unseen value is overwritten", NETWORK, MergeMutants.lastWriteWins()),
            of("delete-wins", "a delete takes what its author has not seen", NETWORK, MergeMutants.deleteWins()),
            of("one-position", "all rows of a batch get one position", NONE, MergeMutants.givesOnePositionToABatch()),
            of("row-not-written", "a row of a larger batch is not written", NONE, MergeMutants.writesOneRowOfThree()),
            of("marks-not-written", "device marks are not written", NONE, MergeMutants.losesMarks()),
            of("no-copies", "conflict copies are not written", NETWORK, MergeMutants.makesNoCopies()),
            of(
                    "transaction-halved",
                    "operations of a transaction are decided alone",
                    NETWORK,
                    MergeMutants.halvesTransactions()),
            of(
                    "batch-forgets",
                    "an operation does not see what the one before it did in its batch",
                    NETWORK,
                    MergeMutants.forgetsWhatTheBatchDid()),
            of(
                    "believes-after-failure",
                    "lanes are not found anew after a failure",
                    CRASH,
                    LaneMutants.believesAfterAFailure()),
            of("no-restore", "a restored database goes on in its epoch", RESTORE, LaneMutants.declaresNoRestore()),
            of(
                    "positions-not-rewound",
                    "positions do not rewind with the data",
                    RESTORE,
                    LaneMutants.keepsPositionsThroughARestore()),
            of(
                    "marks-too-late",
                    "the merge reads marks of a later moment than its log",
                    NETWORK,
                    LaneMutants.readsMarksTooLate()),
            of(
                    "no-log-floor",
                    "the log is dropped without a floor",
                    List.of(Fault.OPERATION_LOG_DROPPED, Fault.BAD_NETWORK),
                    LaneMutants.raisesNoLogFloor()));

    private Mutants() {}

    private static Mutant of(String name, String words, List<Fault> faults, Parts parts) {
        return new Mutant(
                name, words, faults, faults.isEmpty() || faults.contains(Fault.BAD_NETWORK) ? USUAL : RARE, parts);
    }

    /** The first world that shows it; empty if it hides in all of its seeds. */
    public static Optional<Simulation.Result> find(Mutant mutant, int events) {
        for (long seed = 1; seed <= mutant.seeds(); seed++) {
            Simulation.Plan plan =
                    new Simulation.Plan(seed, events, mutant.faults(), false, Set.of(), Optional.empty());
            Simulation.Result result = Simulation.run(plan, mutant.parts(), false);
            if (result.broken().isPresent()) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }
}
