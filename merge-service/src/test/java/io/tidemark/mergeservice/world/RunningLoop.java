package io.tidemark.mergeservice.world;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.mergeservice.lane.MergeLoop;
import io.tidemark.mergeservice.measure.MergeMetrics;
import java.time.Duration;
import org.awaitility.Awaitility;

/** An instance of the merge, in this process. */
public final class RunningLoop implements AutoCloseable {
    public static final Duration LIMIT = Duration.ofSeconds(90);

    public final MergeLoop loop;
    public final MeterRegistry registry = new SimpleMeterRegistry();

    private RunningLoop(World world) {
        loop = new MergeLoop(world.kafka(), world.database, world.types, new MergeMetrics(registry));
        loop.start();
    }

    public static RunningLoop start(World world) {
        return new RunningLoop(world);
    }

    public RunningLoop awaitReady() {
        Awaitility.await("the loop takes up its lanes").atMost(LIMIT).until(() -> loop.view()
                .isReady());
        return this;
    }

    public double count(String meter) {
        return registry.get(meter).counter().count();
    }

    @Override
    public void close() {
        loop.close();
    }
}
