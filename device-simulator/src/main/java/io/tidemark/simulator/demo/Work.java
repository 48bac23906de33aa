package io.tidemark.simulator.demo;

import io.tidemark.simulator.oracle.AcceptedEdit;
import io.tidemark.simulator.progress.Reporter;
import io.tidemark.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The working phase: everybody edits and loses the network now and then; parts may be killed meanwhile. */
final class Work {
    private static final int SHORTEST_THOUGHT_MS = 20;
    private static final int LONGEST_THOUGHT_MS = 220;
    private static final int SHORTEST_SPELL_MS = 1_000;
    private static final int LONGEST_ONLINE_MS = 8_000;
    private static final int LONGEST_OFFLINE_MS = 4_000;
    private static final Duration PROBE_EVERY = Duration.ofMillis(20);
    private static final Duration DRAW_EVERY = Duration.ofMillis(200);

    private final DemoOptions options;
    private final LocalStack stack;
    private final Fleet fleet;
    private final Recorder recorder;
    private final VisibilityProbe probe;
    private final StopRequest stop;
    private final long deadline;

    Work(
            DemoOptions options,
            LocalStack stack,
            Fleet fleet,
            Recorder recorder,
            VisibilityProbe probe,
            StopRequest stop) {
        this.options = options;
        this.stack = stack;
        this.fleet = fleet;
        this.recorder = recorder;
        this.probe = probe;
        this.stop = stop;
        this.deadline = System.nanoTime() + options.work().toNanos();
    }

    /** Returns when the time is over, or the stop is asked for. A device that fails is a defect, and loud. */
    void run(Dashboard dashboard, Reporter reporter) throws InterruptedException {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < fleet.devices().size(); i++) {
                Device device = fleet.devices().get(i);
                Random random = new Random(options.seed() * 1_000_003 + i);
                running.add(threads.submit(() -> live(device, random)));
            }
            running.add(threads.submit(this::probe));
            running.add(threads.submit(() -> kill(reporter)));
            while (left().isPositive() && !stop.pause(DRAW_EVERY)) {
                dashboard.draw("devices at work", options.work().minus(left()), options.work());
            }
            for (Future<?> part : running) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulated device failed: " + e.getCause(), e.getCause());
        }
    }

    private Duration left() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    private Void live(Device device, Random random) throws InterruptedException {
        Person person = new Person(device, random, (edit, online) -> noted(device, edit, online));
        long spellEnds = System.nanoTime() + spell(device.isOnline(), random);
        while (left().isPositive() && !stop.pause(thought(random))) {
            if (System.nanoTime() > spellEnds) {
                device.setOnline(!device.isOnline());
                spellEnds = System.nanoTime() + spell(device.isOnline(), random);
            }
            person.act();
        }
        return null;
    }

    private void noted(Device device, AcceptedEdit edit, boolean online) {
        recorder.note(edit, online);
        if (online && edit instanceof AcceptedEdit.Saved saved) {
            saved.wrote().forEach((field, value) -> probe.saved(device, saved.scope(), saved.entity(), field, value));
        }
    }

    private static Duration thought(Random random) {
        return Duration.ofMillis(SHORTEST_THOUGHT_MS + random.nextInt(LONGEST_THOUGHT_MS - SHORTEST_THOUGHT_MS));
    }

    private static long spell(boolean online, Random random) {
        int longest = online ? LONGEST_ONLINE_MS : LONGEST_OFFLINE_MS;
        return Duration.ofMillis(SHORTEST_SPELL_MS + random.nextInt(longest - SHORTEST_SPELL_MS))
                .toNanos();
    }

    private Void probe() throws InterruptedException {
        while (left().isPositive() && !stop.pause(PROBE_EVERY)) {
            probe.look();
        }
        return null;
    }

    private Void kill(Reporter reporter) throws InterruptedException {
        Duration before = Duration.ZERO;
        for (KillPlan.Kill kill : KillPlan.of(options.kills(), options.work(), new Random(options.seed()))) {
            if (stop.pause(kill.after().minus(before))) {
                return null;
            }
            before = kill.after();
            reporter.say("    kill -9 " + kill.part());
            stack.kill(kill.part());
        }
        return null;
    }
}
