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
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the model of the device's tables is a true one: worlds over the agent's own store, compared call by call. */
class TwinStoreTest {
    private static final int FIXED = 30;
    private static final int FRESH = 5;
    private static final int EVENTS = 600;
    private static final int FOUND_EVENTS = 800;

    /**
     * All at once in each world, but for what goes around the store's calls, a disk that is copied and an operation that
     * no app could have made, and for what no world has together with a restore.
     */
    private static final List<Fault> FAULTS = List.copyOf(EnumSet.complementOf(EnumSet.of(
            Fault.DEVICE_CLONED,
            Fault.DEVICE_ROLLED_BACK,
            Fault.FLAWED_EDIT,
            Fault.OPERATION_LOG_DROPPED,
            Fault.LOG_TAIL_LOST)));

    @TempDir
    private Path directory;

    /** Seeds that stay, for what is rare may be missing by chance among others. */
    @Test
    void answersAndHoldsTheSame_whateverAWorldDoesToIt() {
        // Given
        TreeMap<String, Long> counts = new TreeMap<>();
        for (long seed = 1; seed <= FIXED; seed++) {
            // When
            Result result = run(seed, EVENTS);
            // Then
            assertThat(result.broken()).as("seed %d", seed).isEmpty();
            result.counts().forEach((kind, times) -> counts.merge(kind, times, Long::sum));
        }
        assertThat(counts)
                .containsKeys(
                        "outcome conflict",
                        "outcome rejected",
                        "restore declared",
                        "store failed",
                        "dead letter sent again",
                        "dead letter discarded",
                        "resync: cursor-of-another-epoch",
                        "APP_UPGRADED");
    }

    @Test
    void answersAndHoldsTheSame_whenSeedsAreFresh() {
        // Given
        long first = new SplittableRandom().nextLong(1L << 40);
        for (long seed = first; seed < first + FRESH; seed++) {
            // When
            Result result = run(seed, EVENTS);
            // Then
            assertThat(result.broken()).as("seed %d", seed).isEmpty();
        }
    }

    /** A row of which an edit had been refused stayed on the screen as it was, when a restored server had none. */
    @Test
    void answersAndHoldsTheSame_whenAWorldHadFoundADifferenceOnce() {
        // When
        Result result = run(5280, FOUND_EVENTS);
        // Then
        assertThat(result.broken()).isEmpty();
    }

    private Result run(long seed, int events) {
        List<TwinStore> stores = new ArrayList<>();
        Parts parts = new Parts() {
            @Override
            public DeviceStore store(
                    EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures) {
                Path file = directory.resolve(seed + "-" + stores.size() + ".db");
                TwinStore store = TwinStore.over(file, types, deviceIds, ids, departures);
                stores.add(store);
                return store;
            }
        };
        try {
            return Simulation.run(new Plan(seed, events, FAULTS, false, Set.of(), Optional.empty()), parts, false);
        } finally {
            stores.forEach(TwinStore::close);
        }
    }
}
