package io.tidemark.gateway.world;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tidemark.stack.DevelopmentTokens;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** A real broker and a real database with the schema of the merge service, for all tests of this module. */
public final class TestStack implements QuarkusTestResourceLifecycleManager {
    private static final Path HOME = Path.of(System.getProperty("tidemark.home"));

    private @Nullable LocalStack stack;

    @Override
    public Map<String, String> start() {
        LocalStack started = LocalStack.builder().withoutServices().start();
        stack = started;
        Flyway.configure()
                .dataSource(started.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD)
                .locations("filesystem:" + HOME.resolve("merge-service/src/main/resources/db/migration"))
                .load()
                .migrate();
        return Map.ofEntries(
                Map.entry("kafka.bootstrap.servers", started.bootstrapServers()),
                Map.entry("quarkus.datasource.reactive.url", started.reactiveUrl()),
                Map.entry("quarkus.datasource.username", LocalStack.DATABASE_USER),
                Map.entry("quarkus.datasource.password", LocalStack.DATABASE_PASSWORD),
                Map.entry(
                        "mp.jwt.verify.publickey.location",
                        started.tokens().publicKeyFile().toString()),
                Map.entry("mp.jwt.verify.issuer", DevelopmentTokens.ISSUER),
                Map.entry(
                        "tidemark.entity-types",
                        entityTypes(started.dataDirectory()).toString()),
                Map.entry("tidemark.cursor.key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
                Map.entry("tidemark.outcomes.partition", "7"),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("test.jdbc-url", started.jdbcUrl()),
                Map.entry("test.data", started.dataDirectory().toString()));
    }

    /** The shipped types, and one with a history. */
    private static Path entityTypes(Path folder) {
        try {
            String shipped = Files.readString(HOME.resolve("deploy/entity-types.yaml"));
            return Files.writeString(folder.resolve("entity-types.yaml"), shipped + """

                      task:
                        schema: 3
                        fields:
                          title: { type: string }
                          body: { type: string, renamed: [{ from: content, in: 2 }] }
                          priority: { type: integer, since: 3, default: 0 }
                        removed:
                          color: { type: string, in: 3, default: none }
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (stack != null) {
            stack.close();
        }
    }
}
