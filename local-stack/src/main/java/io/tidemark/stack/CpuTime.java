package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * CPU time of a process and all below it, living or ended: PostgreSQL works in a process for each connection, and those
 * that have ended count in their parent's "children" fields (proc(5), fields 14 to 17).
 */
final class CpuTime {
    /** USER_HZ: 100 on every architecture that a JDK is shipped for. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    private CpuTime() {}

    static double secondsOf(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToDouble(CpuTime::seconds)
                .sum();
    }

    private static double seconds(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            // The second field is the program's name in parentheses, and may hold blanks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int field = UTIME; field <= CSTIME; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException elsewhere) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1_000.0;
        }
    }
}
