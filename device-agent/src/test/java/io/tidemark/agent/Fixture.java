package io.tidemark.agent;

import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.row.CanonicalRow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the agent's tests share. */
public final class Fixture {
    public static final String SCOPE = "notes:alice";
    public static final Duration LONG = Duration.ofSeconds(30);
    public static final EntityTypes TYPES = EntityTypesFile.read(home().resolve("deploy/entity-types.yaml"));

    /** Fields whose policies merge. */
    public static final EntityTypes CARDS = EntityTypesFile.parse("cards", """
            types:
              card:
                schema: 1
                fields:
                  title: { type: string }
                  text: { type: string, policy: text }
                  likes: { type: integer, policy: counter }
                  tags: { type: strings, policy: add-wins-set }
            """);

    private Fixture() {}

    public static Path home() {
        return Path.of(System.getProperty("tidemark.home", ".."));
    }

    /** Impatient, so that faults cost milliseconds. */
    public static AgentConfigBuilder config(Path database, URI gateway) {
        return AgentConfig.builder()
                .database(database)
                .entityTypes(TYPES)
                .scope(SCOPE)
                .gateway(gateway)
                .tokens(() -> "token")
                .requestTimeout(Duration.ofSeconds(5))
                .pollEvery(Duration.ofMillis(100))
                .backOff(Duration.ofMillis(5), Duration.ofMillis(50))
                .seed(1);
    }

    public static AgentConfigBuilder config(Path database, ProtocolServer server) {
        return config(database, server.url());
    }

    public static Map<String, Json> title(String text) {
        return Map.of("title", Json.of(text));
    }

    public static Map<String, Json> likes(long count) {
        return Map.of("likes", Json.of(count));
    }

    public static Map<String, Json> tags(String... elements) {
        return Map.of("tags", Json.strings(List.of(elements)));
    }

    public static Map<String, Json> text(String text) {
        return Map.of("text", Json.of(text));
    }

    public static Map<String, Json> note(String title, String body) {
        return Map.of("title", Json.of(title), "body", Json.of(body));
    }

    /** Asks every millisecond; fails after {@link #LONG}. */
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition did not come to hold in time");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What a device shows, by entity. */
    public static Map<String, Map<String, Json>> shown(SyncedScope scope) {
        Map<String, Map<String, Json>> rows = new TreeMap<>();
        for (String type : List.of("note", "card")) {
            scope.query(type).forEach(row -> rows.put(row.entity().id(), row.fields()));
        }
        return rows;
    }

    /** What the server has, by entity. */
    public static Map<String, Map<String, Json>> live(List<CanonicalRow> canonical) {
        Map<String, Map<String, Json>> rows = new TreeMap<>();
        for (CanonicalRow row : canonical) {
            if (row instanceof CanonicalRow.Live live) {
                rows.put(live.entity().id(), live.fields());
            }
        }
        return rows;
    }
}
