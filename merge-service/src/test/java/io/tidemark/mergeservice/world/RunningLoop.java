package io.tidemark.mergeservice.world;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.mergeservice.lane.MergeLoop;
import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.protocol.entity.EntityTypes;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** An instance of the merge, in this process. */
public final class RunningLoop implements AutoCloseable {
    public static final Duration LIMIT = Duration.ofSeconds(90);

    public final MergeLoop loop;
    public final MeterRegistry registry = new SimpleMeterRegistry();

    private RunningLoop(World world, EntityTypes types) {
        loop = new MergeLoop(world.kafka(), world.database, types, new MergeMetrics(registry));
        loop.start();
    }

    public static RunningLoop start(World world) {
        return start(world, world.types);
    }

    public static RunningLoop start(World world, EntityTypes types) {
        return new RunningLoop(world, types);
    }

    public RunningLoop awaitReady() {
        try {
            Awaitility.await("the loop takes up its lanes").atMost(LIMIT).until(() -> loop.view()
                    .isReady());
            return this;
        } catch (ConditionTimeoutException e) {
            // Nobody else closes a loop whose start failed, and it would take lanes from the next test.
            close();
            throw new AssertionError(loop.view().toString(), e);
        }
    }

    public double count(String meter) {
        return registry.get(meter).counter().count();
    }

    @Override
    public void close() {
        loop.close();
    }
}
