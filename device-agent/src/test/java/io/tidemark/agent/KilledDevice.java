package io.tidemark.agent;

import io.tidemark.agent.store.InvalidOperation;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The process that {@link KillTest} kills: it saves, deletes and transacts as fast as it can, and notes what it was promised. */
final class KilledDevice {
    private static final int ENTITIES = 8;
    private static final int DELETES = 10;
    private static final int TRANSACTIONS = 6;

    private KilledDevice() {}

    /** @param arguments database, gateway, the file to note promised operations in, and a seed */
    public static void main(String[] arguments) throws IOException {
        Path promises = Path.of(arguments[2]);
        SplittableRandom dice = new SplittableRandom(Long.parseLong(arguments[3]));
        AgentConfig config =
                Fixture.config(Path.of(arguments[0]), URI.create(arguments[1])).build();
        try (TidemarkAgent agent = TidemarkAgent.open(config)) {
            SyncedScope scope = agent.scope(Fixture.SCOPE);
            for (long i = 0; ; i++) {
                String value = arguments[3] + "/" + i;
                List<OperationId> saved = edit(scope, dice, value);
                if (!saved.isEmpty()) {
                    // One write call: the kernel keeps it when the process dies, and a torn line is dropped.
                    String lines = saved.stream().map(id -> id + "\n").collect(Collectors.joining());
                    Files.writeString(promises, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
        } catch (InvalidOperation e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<OperationId> edit(SyncedScope scope, SplittableRandom dice, String value) {
        String entity = "n" + dice.nextInt(ENTITIES);
        Map<String, Json> title = Map.of("title", Json.of(value));
        if (dice.nextInt(DELETES) == 0) {
            return scope.delete("note", entity).stream().toList();
        }
        if (dice.nextInt(TRANSACTIONS) == 0) {
            String other = "n" + dice.nextInt(ENTITIES);
            return scope.transaction(tx -> {
                tx.save("note", entity, title);
                tx.delete("note", other);
                tx.save("note", entity, Map.of("body", Json.of(value)));
            });
        }
        return scope.save("note", entity, title).stream().toList();
    }
}
