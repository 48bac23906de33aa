package io.tidemark.agent.sync;

import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.problem.ProblemType;
import java.util.List;

/**
 * What the shell does for the machine, in order, each in one transaction or one request. Any of them may be the last
 * that this process carries out.
 */
public sealed interface Instruction {
    /** Send the contiguous prefix of what has no outcome, marked as sent before; or report that there is none. */
    record Push(int most) implements Instruction {}

    /** Keep final outcomes, and a dead letter of each rejection, in one transaction. */
    record StoreOutcomes(Window window, String epoch, List<OperationResult> outcomes) implements Instruction {
        public StoreOutcomes {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** Link the operation to what the server has. */
    record Relink(Slot slot, long previous) implements Instruction {}

    /** Go on under a new device id, if the forked one is still ours. */
    record TakeNewDevice(String forked) implements Instruction {}

    record CountRefusal(Slot slot) implements Instruction {}

    /** Take the culprit out of the queue, its transaction with it, and link the next operation to the one before. */
    record SetAside(Slot slot, ProblemType problem) implements Instruction {}

    /** So that a restart is no way around a back-off. */
    record RememberWait(long delay, int failures, WaitReason reason) implements Instruction {}

    /** Ask the feed for the next page. */
    record Fetch() implements Instruction {}

    record Stage(Reader reader, ChangesPage page) implements Instruction {}

    /** The checkpoint: stage the page, show the stage, move the cursor, retire operations, all in one transaction. */
    record Apply(Reader reader, ChangesPage page) implements Instruction {}

    /** Drop the stage, and read from the start as a full replacement. */
    record StartOver() implements Instruction {}
}
