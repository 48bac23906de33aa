package io.tidemark.simulator.demo;

import io.tidemark.simulator.progress.Reporter;
import io.tidemark.stack.PartEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What happens to the stack's parts: told to the viewer, and counted. Called on the parts' threads. */
public final class PartWatch {
    private final Reporter reporter;
    private final TreeSet<String> down = new TreeSet<>();
    private int deaths;
    private boolean closing;

    public PartWatch(Reporter reporter) {
        this.reporter = reporter;
    }

    public synchronized void happened(PartEvent event) {
        switch (event.kind()) {
            case STARTING -> down.add(event.part());
            case READY -> down.remove(event.part());
            case DIED -> deaths++;
            case START_FAILED, GAVE_UP, STOPPED -> {}
        }
        boolean worthTelling =
                switch (event.kind()) {
                    case READY, DIED, START_FAILED, GAVE_UP -> !closing;
                    case STARTING, STOPPED -> false;
                };
        if (worthTelling) {
            reporter.say("    " + event.message());
        }
    }

    /** From now on parts end because they shall. */
    public synchronized void closing() {
        closing = true;
    }

    public synchronized List<String> down() {
        return new ArrayList<>(down);
    }

    public synchronized int deaths() {
        return deaths;
    }
}
