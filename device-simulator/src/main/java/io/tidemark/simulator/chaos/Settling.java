package io.tidemark.simulator.chaos;

import io.tidemark.simulator.demo.Notebook;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;

/** After the work: everything is mended, everybody comes online, and all reach the server's heads. */
final class Settling {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private final LocalStack stack;
    private final Network network;
    private final Cast cast;
    private final StopRequest stop;

    Settling(LocalStack stack, Network network, Cast cast, StopRequest stop) {
        this.stack = stack;
        this.network = network;
        this.cast = cast;
        this.stop = stop;
    }

    /** Returns when all is quiet or the time is over; what is not quiet then, the oracle finds, and names. */
    void await(ChaosDashboard dashboard) throws InterruptedException {
        network.clear();
        cast.devices().forEach(device -> device.setOnline(true));
        long begun = System.nanoTime();
        Duration elapsed = Duration.ZERO;
        boolean quiet = false;
        while (!quiet && elapsed.compareTo(LIMIT) < 0 && !stop.pause(LOOK_EVERY)) {
            elapsed = Duration.ofNanos(System.nanoTime() - begun);
            dashboard.draw("queues drain", elapsed, LIMIT);
            quiet = cast.queue().depth() == 0 && stack.healthy() && isLevel();
        }
    }

    private boolean isLevel() throws InterruptedException {
        String token = stack.tokens().issue(Cast.TENANT, Cast.ORACLE, Cast.TOKEN_LIFETIME);
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            for (Notebook notebook : cast.notebooks()) {
                FeedReader reader = new FeedReader(gateway, token, notebook.scope());
                reader.readToCheckpoint();
                for (ChaosDevice device : cast.devices()) {
                    if (notebook.people().contains(device.owner())
                            && device.position(notebook.scope()) != reader.position()) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException notNow) {
            return false;
        }
    }
}
