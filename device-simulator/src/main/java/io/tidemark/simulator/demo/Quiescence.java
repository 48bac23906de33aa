package io.tidemark.simulator.demo;

import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** After the work: everybody comes online, queues drain, and every device reaches the server's head. */
final class Quiescence {
    static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final LocalStack stack;
    private final Fleet fleet;
    private final StopRequest stop;

    Quiescence(LocalStack stack, Fleet fleet, StopRequest stop) {
        this.stack = stack;
        this.fleet = fleet;
        this.stop = stop;
    }

    /** Returns when all is quiet or the time is over; what is not quiet then, the oracle finds, and names. */
    void await(Dashboard dashboard) throws InterruptedException {
        fleet.devices().forEach(device -> device.setOnline(true));
        long begun = System.nanoTime();
        Duration elapsed = Duration.ZERO;
        boolean quiet = false;
        while (!quiet && elapsed.compareTo(LIMIT) < 0 && !stop.pause(LOOK_EVERY)) {
            elapsed = Duration.ofNanos(System.nanoTime() - begun);
            dashboard.draw("queues drain", elapsed, LIMIT);
            quiet = fleet.queue().depth() == 0 && stack.healthy() && isLevel();
        }
    }

    /** Whether every device stands at the head of each of its feeds. */
    private boolean isLevel() throws InterruptedException {
        String token = stack.tokens().issue(Fleet.TENANT, Fleet.ORACLE, Fleet.TOKEN_LIFETIME);
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            for (Notebook notebook : fleet.notebooks()) {
                FeedReader reader = new FeedReader(gateway, token, notebook.scope());
                reader.readToCheckpoint();
                for (Device device : following(notebook)) {
                    if (device.position(notebook.scope()) != reader.position()) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException notNow) {
            return false;
        }
    }

    private List<Device> following(Notebook notebook) {
        List<Device> following = new ArrayList<>(fleet.devices());
        following.removeIf(device -> !device.scopes().contains(notebook.scope()));
        return following;
    }
}
