package io.tidemark.simulator.cli;

/** What the shell is told. 2 is a wrong command line. */
final class ExitStatus {
    static final int HELD = 0;
    static final int VIOLATED = 1;
    static final int COULD_NOT_RUN = 3;

    /** As a shell says of a program that SIGINT has ended. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
