package io.tidemark.agent;

import io.tidemark.agent.store.InvalidOperation;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The process that {@link KillTest} kills: it saves and deletes as fast as it can, and notes what it was promised. */
final class KilledDevice {
    private static final int ENTITIES = 8;
    private static final int DELETES = 10;

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
                String entity = "n" + dice.nextInt(ENTITIES);
                Optional<OperationId> saved = dice.nextInt(DELETES) == 0
                        ? scope.delete("note", entity)
                        : scope.save("note", entity, Map.of("title", Json.of(arguments[3] + "/" + i)));
                if (saved.isPresent()) {
                    // One write call: the kernel keeps it when the process dies, and a torn line is dropped.
                    Files.writeString(
                            promises, saved.get() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
        } catch (InvalidOperation e) {
            throw new IllegalStateException(e);
        }
    }
}
