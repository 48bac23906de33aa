package io.tidemark.mergeservice.shell;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tidemark.stack.LocalStack;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker and an empty database for the service as Quarkus starts it. */
public final class StackResource implements QuarkusTestResourceLifecycleManager {
    static volatile @Nullable LocalStack stack;

    @Override
    public Map<String, String> start() {
        LocalStack started = LocalStack.builder().withoutServices().start();
        stack = started;
        return Map.of(
                "kafka.bootstrap.servers",
                started.bootstrapServers(),
                "quarkus.datasource.jdbc.url",
                started.jdbcUrl(),
                "quarkus.datasource.username",
                LocalStack.DATABASE_USER,
                "quarkus.datasource.password",
                LocalStack.DATABASE_PASSWORD,
                "tidemark.entity-types",
                Path.of(System.getProperty("tidemark.home"), "deploy/entity-types.yaml")
                        .toString(),
                "quarkus.http.test-port",
                "0");
    }

    @Override
    public void stop() {
        LocalStack started = stack;
        if (started != null) {
            started.close();
        }
    }
}
