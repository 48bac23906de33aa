package io.tidemark.agent.sync;

import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a push's answer says to the queue.
 *
 * @param keep the instructions that keep its final outcomes; empty if there are none
 * @param hold what keeps the first operation without one
 */
record Answer(List<Instruction> keep, Hold hold) {
    /** The first verdict that is not final decides: what comes after it waits anyway. */
    sealed interface Hold {
        record None() implements Hold {}

        record Pending() implements Hold {}

        record Gap(Window.Slot slot, long expected) implements Hold {}

        record Deferred() implements Hold {}

        record Forked(String device) implements Hold {}
    }

    /** Empty if it is no answer to what was sent: another number of results, or of other operations. */
    static Optional<Answer> read(Window window, PushAnswer answer) {
        List<OperationResult> results = answer.results();
        if (results.size() != window.slots().size()) {
            return Optional.empty();
        }
        List<OperationResult> outcomes = new ArrayList<>();
        Hold hold = new Hold.None();
        for (int i = 0; i < results.size(); i++) {
            Window.Slot slot = window.slots().get(i);
            OperationResult result = results.get(i);
            if (!result.operation().equals(slot.operation())) {
                return Optional.empty();
            }
            if (result.verdict() instanceof Verdict.Final) {
                outcomes.add(result);
            }
            hold = stronger(hold, hold(result.verdict(), slot, window.device()));
        }
        List<Instruction> keep = outcomes.isEmpty()
                ? List.of()
                : List.of(new Instruction.StoreOutcomes(window, answer.epoch(), outcomes));
        return Optional.of(new Answer(keep, hold));
    }

    private static Hold hold(Verdict verdict, Window.Slot slot, String device) {
        return switch (verdict) {
            case Verdict.Final ignored -> new Hold.None();
            case Verdict.Pending() -> new Hold.Pending();
            case Verdict.OutOfOrder(long expected) -> new Hold.Gap(slot, expected);
            case Verdict.Deferred() -> new Hold.Deferred();
            case Verdict.DeviceForked() -> new Hold.Forked(device);
        };
    }

    /** A fork concerns the whole chain; otherwise the first one found stays. */
    private static Hold stronger(Hold first, Hold later) {
        return first instanceof Hold.None || later instanceof Hold.Forked ? later : first;
    }
}
