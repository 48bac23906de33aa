package io.tidemark.simulator.walk;

import io.tidemark.protocol.http.Push;
import io.tidemark.simulator.server.Delivery;
import io.tidemark.simulator.server.GatewayClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A device with a chain: pushes up to 50 operations, the next when the last are decided. Not thread-safe. */
final class WalkWriter {
    private final String name;
    private final GatewayClient gateway;
    private final String token;
    private final Ledger ledger;
    private final Random random;
    private final Script script;

    WalkWriter(String name, GatewayClient gateway, String token, Ledger ledger, Random random) {
        this.name = name;
        this.gateway = gateway;
        this.token = token;
        this.ledger = ledger;
        this.random = random;
        this.script = new Script(name, random);
    }

    void write(int writes) throws IOException, InterruptedException {
        int left = writes;
        while (left > 0) {
            List<Script.Step> steps = new ArrayList<>();
            for (int i = Math.min(left, 1 + random.nextInt(Push.MAX_OPERATIONS)); i > 0; i--) {
                steps.add(script.next());
            }
            Push push = new Push(name, steps.stream().map(Script.Step::wire).toList());
            Delivery delivery = Delivery.of(push, gateway, token, Walk.SCOPE);
            ledger.decided(steps, delivery.outcomes(), delivery.sends());
            left -= steps.size();
        }
    }
}
