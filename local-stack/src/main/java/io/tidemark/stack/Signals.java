package io.tidemark.stack;

import java.util.List;

/** Signals that Java itself cannot send. */
final class Signals {
    private Signals() {}

    /** True when the system took the signal. */
    static boolean send(long pid, String signal) {
        return Platform.succeeds(List.of("kill", "-" + signal, Long.toString(pid)));
    }
}
