package io.tidemark.simulator.demo;

import io.tidemark.simulator.oracle.AcceptedEdit;
import java.util.ArrayList;
import java.util.List;

/** The oracle's notebook: every accepted edit, noted by its author, outside agents and server. Thread-safe. */
final class Recorder {
    private final List<AcceptedEdit> edits = new ArrayList<>();
    private int offline;

    synchronized void note(AcceptedEdit edit, boolean online) {
        edits.add(edit);
        if (!online) {
            offline++;
        }
    }

    synchronized List<AcceptedEdit> edits() {
        return List.copyOf(edits);
    }

    synchronized int size() {
        return edits.size();
    }

    synchronized int offline() {
        return offline;
    }
}
