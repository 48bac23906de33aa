package io.tidemark.mergeservice.shell;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The service as Quarkus puts it together; what {@link MergeService#run} does is done by hand. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject
    RunningMerge merge;

    @Inject
    RunningRetention retention;

    @Inject
    DataSource database;

    @Test
    void isReadyAndMeasured_whenItsLanesAreTakenUp() throws Exception {
        // Given
        assertThat(get("/q/health/ready").statusCode()).as("before the start").isEqualTo(503);

        // When
        retention.start();
        merge.start();

        // Then
        await().atMost(LIMIT).until(() -> get("/q/health/ready").statusCode() == 200);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/q/metrics").asString())
                .contains("tidemark_merge_claims_lost_total")
                .contains("tidemark_merge_batch_seconds")
                .contains("tidemark_merge_delay_seconds{quantile=\"0.95\"")
                .contains("tidemark_merge_lanes_held")
                .contains("tidemark_merge_restores_total")
                .contains("tidemark_retention_succeeded_at_seconds")
                .contains("tidemark_retention_oldest_tombstone_seconds")
                .contains("tidemark_retention_oldest_partition_seconds");
        await().atMost(LIMIT).until(() -> get("/q/metrics").asString().contains("tidemark_retention_runs_total 1.0"));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery(
                        "select current_setting('synchronous_commit'), current_setting('lock_timeout'),"
                                + " current_setting('statement_timeout'), current_setting('enable_seqscan')")) {
            settings.next();
            assertThat(settings.getString(1) + settings.getString(2) + settings.getString(3) + settings.getString(4))
                    .isEqualTo("on2s10soff");
        }
    }
}
