package io.tidemark.simulator.bench.device;

import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.simulator.server.Delivery;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Notes that others have written, for a device to find. */
final class FilledScope {
    static final String TENANT = "bench";
    static final String SCOPE = "bench:first-sync";
    private static final int WRITERS = 8;
    private static final int BODY = 200;
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(2);

    private FilledScope() {}

    static void fill(LocalStack stack, int rows) throws IOException, InterruptedException {
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String writer = "writer-" + i;
                int share = rows / WRITERS + (i < rows % WRITERS ? 1 : 0);
                stack.grant(TENANT, SCOPE, writer);
                String token = stack.tokens().issue(TENANT, writer, TOKEN_LIFETIME);
                writers.add(threads.submit(() -> {
                    write(gateway, token, writer, share);
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the scope could not be filled: " + e.getCause(), e);
        }
    }

    private static void write(GatewayClient gateway, String token, String writer, int rows)
            throws IOException, InterruptedException {
        for (int done = 0; done < rows; ) {
            List<Json> operations = new ArrayList<>();
            while (operations.size() < Push.MAX_OPERATIONS && done < rows) {
                done++;
                operations.add(creation(writer, done));
            }
            Delivery.of(new Push(writer, operations), gateway, token, SCOPE);
        }
    }

    private static Json creation(String writer, int number) {
        String title = writer + " writes note " + number;
        Operation operation = new Operation.Upsert(
                new OperationId(new UUID(writer.hashCode(), number)),
                new EntityKey("note", writer + "-" + number),
                1,
                new TreeMap<>(
                        Map.of("title", Json.of(title), "body", Json.of((title + ". ").repeat(BODY / title.length())))),
                new Basis.Nothing(),
                new Precondition.None());
        return OperationCodec.write(OperationCodec.payload(operation), Envelope.of(new Link(number, number - 1)));
    }
}
