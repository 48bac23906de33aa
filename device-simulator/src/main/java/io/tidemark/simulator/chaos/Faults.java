package io.tidemark.simulator.chaos;

import io.tidemark.simulator.chaos.FaultPlan.Fault;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.history.HistoryFile;
import io.tidemark.simulator.proxy.FaultProxy;
import io.tidemark.simulator.proxy.Weather;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.LocalStackBuilder;
import io.tidemark.stack.PartState;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Carries faults out, one call for each; those that last are over when the call returns. Thread-safe. */
final class Faults {
    private static final Duration SLOW_DELAY = Duration.ofMillis(120);
    private static final int SLOW_BYTES = 60_000;
    private static final int LONGEST_TORN = 900;
    private static final String DATABASE = "postgresql";
    private static final long TABLES_ARE_FULL = LocalStackBuilder.SMALL_WAL_SEGMENT_BYTES;
    private static final long LOG_IS_FULL = TABLES_ARE_FULL / 2;
    private static final List<Duration> JUMPS =
            List.of(Duration.ofHours(1), Duration.ofDays(-1), Duration.ofDays(400), Duration.ofDays(-4_000));

    private final LocalStack stack;
    private final Network network;
    private final Cast cast;
    private final Poison poison;
    private final Backup backup;
    private final HistoryFile history;
    private final Consumer<String> out;
    private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);

    Faults(
            LocalStack stack,
            Network network,
            Cast cast,
            Poison poison,
            Backup backup,
            HistoryFile history,
            Consumer<String> out) {
        this.stack = stack;
        this.network = network;
        this.cast = cast;
        this.poison = poison;
        this.backup = backup;
        this.history = history;
        this.out = out;
    }

    /** How many of each kind took place. */
    synchronized Map<FaultKind, Integer> done() {
        return new EnumMap<>(done);
    }

    /** A fault that finds nothing to break, such as a part that is down already, is none, and is not counted. */
    void carryOut(Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case KILL_GATEWAY -> kill(fault, "sync-gateway");
            case KILL_MERGE -> kill(fault, chosen(merges(), fault));
            case KILL_KAFKA -> kill(fault, "kafka");
            case KILL_POSTGRES -> kill(fault, DATABASE);
            case KILL_EVERYTHING -> {
                if (stack.healthy()) {
                    begins(fault, "all parts");
                    partNames().forEach(stack::kill);
                }
            }
            case FREEZE -> freeze(fault, chosen(partNames(), fault));
            case CUT -> weather(fault, network.links(), new Weather.Cut());
            case SILENCE -> weather(fault, network.links(), new Weather.Silent());
            case SLOW -> weather(fault, network.links(), new Weather.Slow(SLOW_DELAY, SLOW_BYTES));
            case TEAR -> weather(fault, network.links(), new Weather.Torn((int) (fault.choice() * LONGEST_TORN)));
            case RESET -> {
                FaultProxy link = chosen(network.links(), fault);
                begins(fault, link.name());
                link.reset();
            }
            case REPEAT -> {
                FaultProxy link = chosen(network.cells(), fault);
                begins(fault, link.name());
                link.repeat();
            }
            case TWICE -> mischief(fault, Mischief.TWICE);
            case ANSWER_LOST -> mischief(fault, Mischief.ANSWER_LOST);
            case STALE_ANSWER -> mischief(fault, Mischief.STALE_ANSWER);
            case CLOCK -> clock(fault);
            case DEVICE_RESTART -> {
                ChaosDevice device = chosen(cast.devices(), fault);
                begins(fault, device.owner());
                device.restart();
            }
            case POISON -> {
                String scope = chosen(cast.notebooks(), fault).scope();
                if (poison.lay(scope)) {
                    begins(fault, scope);
                }
            }
            case DISK_FULL -> diskFull(fault);
            case RESTORE -> {
                if (backup.isBehind(cast.devices())) {
                    restore(fault);
                }
            }
        }
    }

    /**
     * Either no table can grow, and each transaction that wants more room fails; or the log cannot be written to its end
     * either, and PostgreSQL panics.
     */
    private void diskFull(Fault fault) throws InterruptedException {
        boolean log = fault.choice() < 0.5;
        FileLimit limit = new FileLimit(stack, DATABASE);
        if (!isReady(DATABASE) || !limit.lower(log ? LOG_IS_FULL : TABLES_ARE_FULL)) {
            return;
        }
        begins(fault, DATABASE + (log ? ", its log, too" : ""));
        try {
            Thread.sleep(fault.lasts());
        } finally {
            limit.lift();
        }
    }

    /** While nobody is awake who could begin the new epoch: so long the gateway meets old data alone. */
    private void restore(Fault fault) throws IOException, InterruptedException {
        begins(fault, DATABASE);
        List<String> asleep =
                merges().stream().filter(name -> signalled(name, "STOP")).toList();
        try {
            backup.restore();
            Thread.sleep(fault.lasts());
        } finally {
            asleep.forEach(name -> signalled(name, "CONT"));
        }
    }

    /** One that is still starting is left alone: on a slow machine it would never do any work that could go wrong. */
    private void kill(Fault fault, String part) {
        if (isReady(part)) {
            begins(fault, part);
            stack.kill(part);
        }
    }

    private boolean isReady(String part) {
        return stack.parts().stream()
                .anyMatch(status -> status.name().equals(part) && status.state() == PartState.READY);
    }

    private void freeze(Fault fault, String part) throws InterruptedException {
        if (!isReady(part) || !signalled(part, "STOP")) {
            return;
        }
        begins(fault, part);
        try {
            Thread.sleep(fault.lasts());
        } finally {
            signalled(part, "CONT");
        }
    }

    private boolean signalled(String part, String signal) {
        try {
            stack.signal(part, signal);
            return true;
        } catch (StackException gone) {
            return false;
        }
    }

    private void weather(Fault fault, List<FaultProxy> links, Weather weather) throws InterruptedException {
        FaultProxy link = chosen(links, fault);
        begins(fault, link.name());
        link.become(weather);
        try {
            Thread.sleep(fault.lasts());
        } finally {
            // Who came later makes it clear when he goes.
            if (link.weather() == weather) {
                link.become(Weather.CLEAR);
            }
        }
    }

    private void mischief(Fault fault, Mischief what) throws InterruptedException {
        List<ChaosDevice> some = cast.devices().stream()
                .filter(device -> cast.devices().indexOf(device) % 3 == (int) (fault.choice() * 3))
                .toList();
        begins(fault, some.size() + " devices");
        some.forEach(device -> device.suffer(what));
        try {
            Thread.sleep(fault.lasts());
        } finally {
            some.forEach(device -> device.suffer(Mischief.NONE));
        }
    }

    private void clock(Fault fault) throws InterruptedException {
        ChaosDevice device = chosen(cast.devices(), fault);
        Duration jump = JUMPS.get((int) (fault.lasts().toMillis() % JUMPS.size()));
        begins(fault, device.owner() + " by " + jump.toHours() + " h");
        device.clock().turn(jump);
        try {
            Thread.sleep(fault.lasts());
        } finally {
            device.clock().turn(Duration.ZERO);
        }
    }

    private void begins(Fault fault, String target) {
        synchronized (this) {
            done.merge(fault.kind(), 1, Integer::sum);
        }
        history.note(at -> new Entry.Fault(at, fault.kind().word(), target));
        String lasting = fault.lasts().isZero() ? "" : ", " + fault.lasts().toMillis() + " ms";
        out.accept("    " + fault.kind().word() + " " + target + lasting);
    }

    private List<String> merges() {
        return partNames().stream()
                .filter(name -> name.startsWith("merge-service"))
                .toList();
    }

    private List<String> partNames() {
        return stack.parts().stream().map(PartStatus::name).toList();
    }

    private static <T> T chosen(List<T> all, Fault fault) {
        return all.get((int) (fault.choice() * all.size()));
    }
}
