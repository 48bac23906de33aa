package io.tidemark.simulator.bench;

import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The whole way, from a push to the feed: devices on one side, a watcher on the other. */
final class Way implements AutoCloseable {
    static final String TENANT = "bench";
    private static final String WATCHER = "watcher";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(2);
    private static final Duration PHASE_LIMIT = Duration.ofMinutes(10);

    private final LocalStack stack;
    private final GatewayClient gateway;
    private final List<LightDevice> devices = new ArrayList<>();
    private final Watcher watcher;

    Way(LocalStack stack, int number, long seed) {
        this.stack = stack;
        this.gateway = new GatewayClient(stack.gatewayUrl());
        stack.grant(TENANT, Workload.SHARED, WATCHER);
        for (int device = 1; device <= number; device++) {
            String subject = Workload.deviceName(device);
            stack.grant(TENANT, Workload.SHARED, subject);
            stack.grant(TENANT, Workload.ownScope(device), subject);
            stack.grant(TENANT, Workload.ownScope(device), WATCHER);
            devices.add(new LightDevice(gateway, token(subject), device, seed));
        }
        this.watcher = new Watcher(gateway, token(WATCHER));
    }

    private String token(String subject) {
        return stack.tokens().issue(TENANT, subject, TOKEN_LIFETIME);
    }

    /** One phase: all devices push their share, until all of it is visible. */
    WayFigures run(int operations) throws BenchFailed, InterruptedException {
        Sightings sightings = new Sightings();
        Tally tally = new Tally();
        CpuMeter cpu = CpuMeter.start(stack);
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> pushes = start(operations, sightings, tally, threads);
            watcher.watch(sightings, () -> pushes.stream().anyMatch(push -> !push.isDone()), PHASE_LIMIT);
            for (Future<?> push : pushes) {
                push.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchFailed known
                    ? known
                    : new BenchFailed("A device failed: " + e.getCause(), e);
        } catch (IOException e) {
            throw new BenchFailed("The watcher failed: " + e.getMessage(), e);
        }
        if (sightings.outstanding() > 0) {
            throw new BenchFailed(sightings.outstanding() + " operations were not visible within "
                    + PHASE_LIMIT.toSeconds() + " s, in " + sightings.scopes());
        }
        double seconds = (sightings.lastSeen() - begun) / 1e9;
        return new WayFigures(
                operations, seconds, tally.milliseconds(), sightings.milliseconds(), tally.sendsAgain(), cpu.spent());
    }

    private List<Future<?>> start(int operations, Sightings sightings, Tally tally, ExecutorService threads) {
        List<Future<?>> pushes = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            int share = operations / devices.size() + (i < operations % devices.size() ? 1 : 0);
            LightDevice device = devices.get(i);
            pushes.add(threads.submit(() -> {
                device.push(share, sightings, tally);
                return null;
            }));
        }
        return pushes;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
