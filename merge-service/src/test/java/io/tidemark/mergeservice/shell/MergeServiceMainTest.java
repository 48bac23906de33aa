package io.tidemark.mergeservice.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusMainTest
@TestProfile(MergeServiceMainTest.MigrateOnly.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class MergeServiceMainTest {
    public static final class MigrateOnly implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tidemark.migrate-only", "true");
        }
    }

    @Test
    @Launch(
            value = {},
            exitCode = 0)
    void endsAfterMigration_whenAskedForNoMore(LaunchResult result) {
        assertThat(result.getOutput()).contains("the schema is up to date");
    }
}
