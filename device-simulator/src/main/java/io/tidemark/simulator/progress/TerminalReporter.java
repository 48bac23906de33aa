package io.tidemark.simulator.progress;

import java.io.PrintStream;
import java.util.List;

/**
 * Redraws one block at the foot of the terminal; lines that stay scroll away above it. Each redraw is one write, so
 * that no half of it is seen. Every line is cleared to its end before the next: a shorter line leaves nothing behind.
 */
public final class TerminalReporter implements Reporter {
    private static final String ESCAPE = "\u001b[";

    private final PrintStream out;
    private final int width;
    private int drawn;

    public TerminalReporter(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    @Override
    public synchronized void say(String line) {
        write(erase() + line + "\n");
        drawn = 0;
    }

    @Override
    public synchronized void progress(Progress now) {
        List<String> lines = ProgressLines.block(now, width);
        StringBuilder text = new StringBuilder(up(drawn));
        lines.forEach(line -> text.append(line).append(ESCAPE).append("K\n"));
        drawn = lines.size();
        write(text.toString());
    }

    @Override
    public synchronized void progressEnds() {
        write(erase());
        drawn = 0;
    }

    private String erase() {
        return drawn == 0 ? "" : up(drawn) + ESCAPE + "J";
    }

    private static String up(int lines) {
        return lines == 0 ? "" : ESCAPE + lines + "A\r";
    }

    private void write(String text) {
        out.print(text);
        out.flush();
    }
}
