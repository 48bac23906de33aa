package io.tidemark.simulator.walk;

import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.simulator.oracle.walk.WalkHistory.Write;
import java.util.ArrayList;
import java.util.List;

/** The writers' notes: what they wrote and what they were told. Thread-safe. */
final class Ledger {
    private final List<Write> writes = new ArrayList<>();
    private int pushes;
    private int sends;

    synchronized void decided(List<Script.Step> steps, List<Outcome> outcomes, int sent) {
        for (int i = 0; i < steps.size(); i++) {
            Script.Step step = steps.get(i);
            writes.add(new Write(step.id(), step.entity(), step.content(), outcomes.get(i)));
        }
        pushes++;
        sends += sent;
    }

    synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    synchronized int size() {
        return writes.size();
    }

    synchronized int pushes() {
        return pushes;
    }

    /** Pushes that were sent once more. */
    synchronized int sendsAgain() {
        return sends - pushes;
    }
}
