package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Stream;
import io.tidemark.mergeservice.world.World;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MS-8: the database or the broker dies, and comes back. */
class OutageTest {
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private final World world = World.shared();
    private final String tenant = Lab.aTenant();

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "kafka"})
    void mergesEverythingOnce_whenPartIsKilledDuringStream(String part) {
        // Given
        Stream stream = new Stream(world, tenant, 20);
        try (RunningLoop loop = RunningLoop.start(world).awaitReady()) {
            for (int i = 0; i < 40; i++) {
                stream.round();
            }
            await().atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) > 0);

            // When
            world.stack.kill(part);
            world.stack.awaitHealthy(RECOVERY);
            stream.round();
            await("every operation is logged")
                    .atMost(RECOVERY)
                    .ignoreExceptions()
                    .until(() -> world.tables.logged(tenant) >= stream.operations());

            // Then
            assertThat(loop.loop.isAlive()).isTrue();
            loop.awaitReady();
            assertThat(world.tables.logged(tenant)).isEqualTo(stream.operations());
            assertThat(stream.wrong()).isEmpty();
        }
    }
}
