package io.tidemark.simulator.chaos;

import io.tidemark.simulator.chaos.FaultPlan.Fault;
import io.tidemark.simulator.chaos.FaultPlan.Plan;
import io.tidemark.simulator.demo.Person;
import io.tidemark.simulator.demo.StopRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The time in which people edit and things break. */
final class Life {
    private static final int SHORTEST_THOUGHT_MS = 20;
    private static final int LONGEST_THOUGHT_MS = 220;
    private static final int SHORTEST_SPELL_MS = 1_000;
    private static final int LONGEST_ONLINE_MS = 20_000;
    private static final int LONGEST_OFFLINE_MS = 5_000;
    private static final Duration DRAW_EVERY = Duration.ofMillis(250);

    private final ChaosOptions options;
    private final Plan plan;
    private final Cast cast;
    private final Faults faults;
    private final Backup backup;
    private final StopRequest stop;
    private final long begun = System.nanoTime();

    Life(ChaosOptions options, Plan plan, Cast cast, Faults faults, Backup backup, StopRequest stop) {
        this.options = options;
        this.plan = plan;
        this.cast = cast;
        this.faults = faults;
        this.backup = backup;
        this.stop = stop;
    }

    /** Returns when the time is over and the last fault, too. A device or a fault that fails is a defect, and loud. */
    void run(ChaosDashboard dashboard) throws InterruptedException {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < cast.devices().size(); i++) {
                ChaosDevice device = cast.devices().get(i);
                Random random = new Random(options.seed() * 1_000_003 + i);
                running.add(threads.submit(() -> live(device, random)));
            }
            running.add(threads.submit(() -> breakThings(threads)));
            while (left().isPositive() && !stop.pause(DRAW_EVERY)) {
                dashboard.draw("everything breaks", elapsed(), options.work());
                failIfOneHas(running);
            }
            for (Future<?> part : running) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a part of the run failed: " + e.getCause(), e.getCause());
        }
    }

    private void failIfOneHas(List<Future<?>> running) throws ExecutionException, InterruptedException {
        for (Future<?> part : running) {
            if (part.state() == Future.State.FAILED) {
                stop.ask();
                part.get();
            }
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private Duration left() {
        return options.work().minus(elapsed());
    }

    private Void live(ChaosDevice device, Random random) throws InterruptedException {
        Person person = new Person(device, random, (edit, online) -> {});
        long spellEnds = System.nanoTime() + spell(true, random);
        while (left().isPositive() && !stop.pause(between(SHORTEST_THOUGHT_MS, LONGEST_THOUGHT_MS, random))) {
            if (System.nanoTime() > spellEnds) {
                boolean online = !device.isOnline();
                device.setOnline(online);
                spellEnds = System.nanoTime() + spell(online, random);
            }
            person.act();
        }
        return null;
    }

    private static long spell(boolean online, Random random) {
        return between(SHORTEST_SPELL_MS, online ? LONGEST_ONLINE_MS : LONGEST_OFFLINE_MS, random)
                .toNanos();
    }

    private static Duration between(int least, int most, Random random) {
        return Duration.ofMillis(least + random.nextInt(most - least));
    }

    private Void breakThings(ExecutorService threads) throws InterruptedException, ExecutionException, IOException {
        List<Future<?>> under = new ArrayList<>();
        boolean saved = !plan.restore();
        for (Fault fault : plan.faults()) {
            if (!saved && elapsed().compareTo(plan.backup()) > 0) {
                backup.take();
                saved = true;
            }
            Duration wait = fault.after().minus(elapsed());
            if (wait.isPositive() && stop.pause(wait)) {
                break;
            }
            under.add(threads.submit(() -> {
                faults.carryOut(fault);
                return null;
            }));
        }
        for (Future<?> fault : under) {
            fault.get();
        }
        return null;
    }
}
