package io.tidemark.system;

import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.simulator.server.Delivery;
import io.tidemark.simulator.server.GatewayClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One device's chain in a scope, cut into pushes. Several senders send all of it at the same time, each from the first
 * push to the last, each push until it is decided.
 */
record RepeatedChain(String scope, List<Push> pushes) {
    private static final int PUSH = 5;
    private static final int LIMIT_SECONDS = 90;

    /** As many increments of one tally by one: an increment that takes effect twice cannot hide. */
    static RepeatedChain ofIncrements(int number, String scope, String device) {
        List<Push> pushes = new ArrayList<>();
        for (int begin = 0; begin < number; begin += PUSH) {
            List<Json> batch = new ArrayList<>();
            for (int i = begin + 1; i <= Math.min(begin + PUSH, number); i++) {
                batch.add(increment(new Link(i, i - 1)));
            }
            pushes.add(new Push(device, batch));
        }
        return new RepeatedChain(scope, List.copyOf(pushes));
    }

    private static Json increment(Link link) {
        Operation operation = new Operation.Upsert(
                new OperationId(UUID.randomUUID()),
                new EntityKey("tally", "visitors"),
                1,
                new TreeMap<>(),
                new TreeMap<>(Map.of("count", new Change.Increment(1))),
                link.previous() == 0 ? new Basis.Nothing() : Basis.Seen.of(Map.of()),
                new Precondition.None());
        return OperationCodec.write(OperationCodec.payload(operation), Envelope.of(link));
    }

    /**
     * @param times senders of each chain, which take turns in choosing a gateway
     * @param midway called when the first sender has sent half of its chain; no sender goes further before it runs what it
     *     is given
     * @return what the senders were told of each operation
     */
    static Map<OperationId, List<Outcome>> sendAll(
            List<RepeatedChain> chains, int times, List<URI> gateways, String token, Consumer<Runnable> midway)
            throws Exception {
        Map<OperationId, List<Outcome>> told = new ConcurrentHashMap<>();
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<GatewayClient> clients = gateways.stream().map(GatewayClient::new).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (RepeatedChain chain : chains) {
                for (int i = 0; i < times; i++) {
                    GatewayClient client = clients.get(i % clients.size());
                    senders.add(threads.submit(() -> chain.send(client, token, told, half, goOn)));
                }
            }
            try {
                if (!half.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("no sender came halfway within " + LIMIT_SECONDS + " s");
                }
                midway.accept(goOn::countDown);
            } finally {
                goOn.countDown();
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        } finally {
            clients.forEach(GatewayClient::close);
        }
        return told;
    }

    private Void send(
            GatewayClient client,
            String token,
            Map<OperationId, List<Outcome>> told,
            CountDownLatch half,
            CountDownLatch goOn)
            throws Exception {
        for (int i = 0; i < pushes.size(); i++) {
            if (i == pushes.size() / 2) {
                half.countDown();
                if (!goOn.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody let the senders go on");
                }
            }
            Push push = pushes.get(i);
            List<Outcome> outcomes = Delivery.of(push, client, token, scope).outcomes();
            for (int j = 0; j < outcomes.size(); j++) {
                OperationId id = OperationCodec.id(Members.of(push.operations().get(j), "operation"));
                told.computeIfAbsent(id, operation -> new CopyOnWriteArrayList<>())
                        .add(outcomes.get(j));
            }
        }
        return null;
    }
}
