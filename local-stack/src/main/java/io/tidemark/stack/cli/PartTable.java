package io.tidemark.stack.cli;

import io.tidemark.stack.PartState;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.Probe;
import io.tidemark.stack.StackState;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/** The parts of a stack as a table, looked at while it is printed. */
final class PartTable {
    private PartTable() {}

    /** True when every part is ready and answers. */
    static boolean print(StackState state, PrintWriter out) {
        out.printf("%n  %-18s %-9s %8s %7s  %-9s %9s%n", "PART", "STATE", "PID", "PORT", "HEALTH", "MEMORY");
        boolean all = !state.parts().isEmpty();
        for (PartStatus part : state.parts()) {
            boolean healthy = part.state() == PartState.READY && Probe.healthy(part);
            out.printf(
                    "  %-18s %-9s %8d %7d  %-9s %9s%n",
                    part.name(),
                    word(part.state()),
                    part.pid(),
                    part.port(),
                    healthy ? "healthy" : "NOT READY",
                    memory(part));
            all &= healthy;
        }
        out.flush();
        return all;
    }

    static String word(PartState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String memory(PartStatus part) {
        OptionalLong bytes = part.pid() == 0 ? OptionalLong.empty() : Probe.memory(part.pid());
        return bytes.isPresent() ? bytes.getAsLong() / (1024 * 1024) + " MB" : "-";
    }
}
