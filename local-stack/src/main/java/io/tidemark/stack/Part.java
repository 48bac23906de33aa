package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What is particular to one kind of part. How a part is watched, started again and stopped is the same for all. */
sealed interface Part permits Postgres, Kafka, Service {
    /** Unique within a stack; also the name of the log file. */
    String name();

    int port();

    /** How long a start may take on a cold and busy machine. */
    Duration startLimit();

    Duration stopLimit();

    /** Found on the command line of this part's process and of no other: what tells it from a process with its old id. */
    String marker();

    /** Before every launch: what an earlier run left behind is stopped or mended, missing data are laid out. */
    Launch prepare(PartLog log) throws IOException;

    /** One look at the running part; false is "not yet". Cheap enough to be asked ten times a second. */
    boolean ready();

    /** Asks for an orderly end, and returns at once. */
    void askToStop(ProcessHandle process);

    /** After the end of every process of this part. */
    default void ended(boolean asked) throws IOException {}

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
