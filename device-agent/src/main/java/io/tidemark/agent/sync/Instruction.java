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
    /**
     * Send the contiguous prefix of what has no outcome, marked as sent before; or report that there is none.
     *
     * @param most operations; a transaction that stands first is sent whole, however many it has
     */
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

    /** Of one operation, or of one transaction. */
    record CountRefusal(Window culprit) implements Instruction {}

    /** Ask whether the culprit was decided after all, under an earlier request whose answer was lost. */
    record Ask(Window culprit, ProblemType problem) implements Instruction {}

    /** Take the culprit out of the queue, and link the next operation to the one before it. */
    record SetAside(Window culprit, ProblemType problem) implements Instruction {}

    /**
     * So that a restart is no way around a back-off.
     *
     * @param delay milliseconds from now
     * @param quiet milliseconds from now for which the server asked to be left alone
     */
    record RememberWait(long delay, long quiet, int failures, WaitReason reason) implements Instruction {}

    /**
     * Ask the feed for the next page.
     *
     * @param ticket comes back with the answer; a later fetch makes an earlier one void
     * @param limit rows of the page, about
     * @param hold milliseconds for which the server may hold the answer while there is nothing new
     */
    record Fetch(long ticket, int limit, long hold) implements Instruction {}

    record Stage(Reader reader, ChangesPage page) implements Instruction {}

    /** The checkpoint: stage the page, show the stage, move the cursor, retire operations, all in one transaction. */
    record Apply(Reader reader, ChangesPage page) implements Instruction {}

    /** No checkpoint for too long: as {@link Apply}, but nothing retires; in a resync the page is staged alone. */
    record ApplyPart(Reader reader, ChangesPage page) implements Instruction {}

    /** Drop the stage, and read from the start as a full replacement. */
    record StartOver() implements Instruction {}

    /** Access is lost: the rows go, and what was not decided becomes dead letters, all in one transaction. */
    record Revoke() implements Instruction {}
}
