package io.tidemark.agent.platform;

import java.time.Duration;

/**
 * The port to whoever can start a run when no thread of the agent is awake: WorkManager, a job queue, a timer. Calls
 * return at once; they come from any thread, the app's own among them.
 */
public interface Scheduler {
    /**
     * Edits wait: run the agent after about that time, when the constraints hold. The latest call counts, and outlives
     * the process.
     */
    void runAfter(Duration delay, Constraints constraints);

    /** Nothing waits any more. */
    void cancel();

    /** For a process that is always there. */
    static Scheduler none() {
        return new Scheduler() {
            @Override
            public void runAfter(Duration delay, Constraints constraints) {}

            @Override
            public void cancel() {}
        };
    }
}
