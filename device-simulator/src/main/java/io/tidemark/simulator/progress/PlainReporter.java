package io.tidemark.simulator.progress;

import java.io.PrintStream;
import java.time.Duration;

/** One line now and then, for logs and pipes. */
public final class PlainReporter implements Reporter {
    private static final long EVERY_SECONDS = 5;

    private final PrintStream out;
    private String phase = "";
    private long next;

    public PlainReporter(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public synchronized void progress(Progress now) {
        Duration elapsed = now.elapsed();
        if (!now.phase().equals(phase)) {
            phase = now.phase();
            next = 0;
        }
        if (elapsed.toSeconds() >= next) {
            next = elapsed.toSeconds() + EVERY_SECONDS;
            say("  " + ProgressLines.line(now));
        }
    }

    @Override
    public synchronized void progressEnds() {
        phase = "";
    }
}
