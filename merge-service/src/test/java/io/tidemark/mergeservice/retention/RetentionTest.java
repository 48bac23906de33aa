package io.tidemark.mergeservice.retention;

import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.operation.Operation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A scope of a device, and the job over all of the store. Time passes by hand: what happened is dated back. */
abstract class RetentionTest {
    static final RetentionTimes TIMES =
            new RetentionTimes(Duration.ofDays(90), Duration.ofDays(120), Duration.ofMinutes(10));

    final World world = World.shared();
    final String tenant = Lab.aTenant();
    final Lab lab = Lab.member(world, tenant, "notes", "d1");
    final RetentionJob job = new RetentionJob(world.database, TIMES);

    /** @param logged how many operations of the tenant are in the log then */
    void merge(long logged, Operation... operations) {
        Topic.send(world, Lab.toRecord(lab.push(operations)));
        mergeUntil(logged);
    }

    void mergeUntil(long logged) {
        try (RunningLoop loop = RunningLoop.start(world)) {
            Awaitility.await("operations in the log")
                    .atMost(RunningLoop.LIMIT)
                    .until(() -> world.tables.logged(tenant) >= logged);
            loop.awaitReady();
        }
    }

    RetentionRun run() throws SQLException {
        Optional<RetentionRun> run = job.run(() -> false);
        return run.orElseThrow(() -> new AssertionError("another one is at it"));
    }
}
