package io.tidemark.mergeservice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.stack.LocalStack;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** ADMIT-5, MS-17: between two statements of a merge the retention may commit. */
class SnapshotOrderTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final World world = World.shared();
    private final String tenant = Lab.aTenant();

    @Test
    void knowsTheLineOrItsFloor_whenTheLineIsRemovedWhileTheMergeReads() throws Exception {
        // Given
        Lab lab = Lab.member(world, tenant, "notes", "d1");
        Operation creation = lab.creation("a", "one");
        OperationsRecord push = lab.push(creation);
        List<Arrival> arrivals = Arrival.of(push);
        world.tables.update("insert into scope (tenant, scope) values (?, 'notes')", tenant);
        world.tables.update("insert into device_mark values (?, 'notes', ?, 'd1', 1, 0)", tenant, Lab.SUBJECT);
        world.tables.update(
                """
                insert into operation_log (tenant, scope, operation_id, fingerprint, subject, device, sequence, status)
                values (?, 'notes', ?, ?, ?, 'd1', 1, 'applied')
                """,
                tenant,
                creation.id().uuid(),
                push.submissions().getFirst().fingerprint().toString(),
                Lab.SUBJECT);
        try (Connection retention = world.database.getConnection();
                Statement statement = retention.createStatement()) {
            retention.setAutoCommit(false);
            statement.execute("lock table operation_log in access exclusive mode");

            // When
            CompletableFuture<Snapshot> reading =
                    CompletableFuture.supplyAsync(() -> read(arrivals), task -> new Thread(task, "merge").start());
            await().atMost(LIMIT)
                    .until(() -> world.tables.number("select count(*) from pg_locks where not granted") > 0);
            statement.execute("delete from operation_log where tenant = '" + tenant + "'");
            statement.execute("update device_mark set log_floor = 1 where tenant = '" + tenant + "'");
            retention.commit();
            Snapshot snapshot = reading.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            // Then: the device is told that it is expired, and not that it was cloned
            assertThat(snapshot.logged()).isEmpty();
            assertThat(snapshot.marks().values()).singleElement().satisfies(mark -> assertThat(mark.logFloor())
                    .isEqualTo(1));
        }
    }

    private Snapshot read(List<Arrival> arrivals) {
        // As the service connects, but for the bound on the wait for a lock.
        PGSimpleDataSource patient = new PGSimpleDataSource();
        patient.setUrl(world.stack.jdbcUrl());
        patient.setUser(LocalStack.DATABASE_USER);
        patient.setPassword(LocalStack.DATABASE_PASSWORD);
        try (Transaction transaction = new Store(patient).begin("none", world.ground())) {
            return transaction.read(BatchKeys.of(arrivals), Long.MAX_VALUE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
