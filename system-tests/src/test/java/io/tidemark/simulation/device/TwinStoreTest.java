package io.tidemark.simulation.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulation.world.Fault;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Simulation;
import io.tidemark.simulation.world.Simulation.Plan;
import io.tidemark.simulation.world.Simulation.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the model of the device's tables is a true one: worlds over the agent's own store, compared call by call. */
class TwinStoreTest {
    private static final int WORLDS = Integer.getInteger("tidemark.twin.worlds", 20);
    private static final int EVENTS = 400;

    /** What goes around the store's calls: a disk that is copied, and an operation that no app could have made. */
    private static final EnumSet<Fault> FAULTS =
            EnumSet.complementOf(EnumSet.of(Fault.DEVICE_CLONED, Fault.DEVICE_ROLLED_BACK, Fault.FLAWED_EDIT));

    @TempDir
    private Path directory;

    @Test
    void answersAndHoldsTheSame_whateverAWorldDoesToIt() {
        // Given
        long first = new SplittableRandom().nextLong(1L << 40);
        TreeMap<String, Long> counts = new TreeMap<>();
        for (long seed = first; seed < first + WORLDS; seed++) {
            // When
            Result result = run(seed);
            // Then
            assertThat(result.broken()).as("seed %d", seed).isEmpty();
            result.counts().forEach((kind, times) -> counts.merge(kind, times, Long::sum));
        }
        assertThat(counts).containsKeys("outcome conflict", "outcome rejected", "restore declared", "APP_UPGRADED");
    }

    private Result run(long seed) {
        Path folder = directory.resolve(Long.toString(seed));
        List<TwinStore> stores = new ArrayList<>();
        Parts parts = new Parts() {
            @Override
            public DeviceStore store(
                    EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures) {
                Path file = folder.resolveSibling(seed + "-" + stores.size() + ".db");
                TwinStore store = TwinStore.over(file, types, deviceIds, ids, departures);
                stores.add(store);
                return store;
            }
        };
        try {
            return Simulation.run(Plan.of(seed, EVENTS, List.copyOf(FAULTS)), parts, false);
        } finally {
            stores.forEach(TwinStore::close);
        }
    }
}
