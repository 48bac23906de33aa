package io.tidemark.simulation.world;

import io.tidemark.laws.history.Dice;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.promise.Broken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Lets one world run: decisions and what follows from them, then a time in which all parts are well, then rest. */
public final class Simulation {
    /** So long nothing is late any more, and every wait has ended. */
    private static final long CALM = 61_000;

    private static final long LONGEST_SETTLING = 1_800_000;
    private static final int MOST_SETTLING_EVENTS = 40_000;
    private static final int LOOK_EACH = 16;

    private final World world;
    private final Person person;
    private final Mischief mischief;
    private final Plan plan;
    private final List<Fault> faults;
    private int decisions;
    private boolean isEnding;

    /**
     * What is to run.
     *
     * @param events at least, before the world is let come to rest
     * @param allowed faults; each world has some of them
     * @param isSwarm whether each world has only some of them; else it has all
     * @param omitted decisions that are left out
     * @param decisions so many at most; empty: as many as fill the events
     */
    public record Plan(
            long seed,
            int events,
            List<Fault> allowed,
            boolean isSwarm,
            Set<Integer> omitted,
            Optional<Integer> decisions) {
        public static Plan of(long seed, int events, List<Fault> allowed) {
            return new Plan(seed, events, allowed, true, Set.of(), Optional.empty());
        }

        /** The same, but for some decisions. */
        public Plan without(Set<Integer> others, int most) {
            return new Plan(seed, events, allowed, isSwarm, Set.copyOf(others), Optional.of(most));
        }

        public static Plan of(long seed, int events) {
            return of(seed, events, List.of(Fault.values()));
        }
    }

    /**
     * What came of it.
     *
     * @param broken the promise that did not hold
     * @param hash of all that happened
     * @param made decisions that were not left out, in the order of their numbers
     */
    public record Result(
            Plan plan,
            Optional<Broken> broken,
            long hash,
            long events,
            Map<Integer, String> made,
            int decisions,
            Map<String, Long> counts,
            List<String> lines) {}

    private final TreeMap<Integer, String> made = new TreeMap<>();

    private Simulation(Plan plan, Parts parts, boolean isTraceKept) {
        this.plan = plan;
        this.world = new World(plan.seed(), parts, isTraceKept);
        this.person = new Person(world);
        this.faults = plan.isSwarm() ? Decision.drawn(plan.seed(), plan.allowed()) : plan.allowed();
        this.mischief = new Mischief(world, faults);
    }

    public static Result run(Plan plan, Parts parts, boolean isTraceKept) {
        Simulation simulation = new Simulation(plan, parts, isTraceKept);
        Optional<Broken> broken = Optional.empty();
        try {
            simulation.live();
            simulation.settle();
            simulation.world.stage.promises().atRest(simulation.world.rest());
            simulation.requireRest();
        } catch (Broken e) {
            broken = Optional.of(e);
        } catch (IllegalStateException | NullPointerException | java.util.NoSuchElementException e) {
            broken = Optional.of(new Broken(
                    "defect",
                    "no part comes upon what it holds to be impossible",
                    e + " at "
                            + java.util.Arrays.toString(java.util.Arrays.copyOf(
                                    e.getStackTrace(), Math.min(6, e.getStackTrace().length)))));
        }
        return simulation.result(broken);
    }

    private Result result(Optional<Broken> broken) {
        Stage stage = world.stage;
        broken.ifPresent(e -> stage.trace().note("BROKEN", e.promise(), e.sentence()));
        return new Result(
                plan,
                broken,
                stage.trace().hash(),
                stage.time().events(),
                new TreeMap<>(made),
                decisions,
                new HashMap<>(stage.counts().all()),
                List.copyOf(stage.trace().lines()));
    }

    private void live() {
        decideNext();
        while (!isOver() && world.stage.time().step()) {
            // Each step tells the promises what it did.
        }
        isEnding = true;
    }

    private boolean isOver() {
        return plan.decisions()
                .map(most -> decisions >= most)
                .orElseGet(() -> world.stage.time().events() >= plan.events());
    }

    private void decideNext() {
        Decision decision = Decision.of(plan.seed(), decisions, faults);
        world.stage.time().in(decision.gap(), () -> {
            if (!isEnding) {
                carryOut(decision);
                decisions++;
                decideNext();
            }
        });
    }

    private void carryOut(Decision decision) {
        if (plan.omitted().contains(decision.number())) {
            return;
        }
        made.put(decision.number(), decision.fault().map(Fault::name).orElseGet(decision.work()::name));
        Dice dice = new Dice(decision.dice());
        if (decision.fault().isPresent()) {
            mischief.befall(decision.fault().get(), dice);
        } else {
            person.work(decision.work(), dice);
        }
    }

    private void settle() {
        world.stage.trace().note("world", "all trouble is over");
        Timeline time = world.stage.time();
        long calm = time.now() + CALM;
        long end = time.now() + LONGEST_SETTLING;
        long most = time.events() + MOST_SETTLING_EVENTS;
        mischief.heal();
        while (time.now() < end && time.events() < most) {
            for (int i = 0; i < LOOK_EACH; i++) {
                time.step();
            }
            if (time.now() >= calm && isAtRest()) {
                return;
            }
        }
    }

    private void requireRest() {
        if (!isAtRest()) {
            throw new Broken(
                    "G13", "service returns by itself", "all parts are back, and the world does not come to rest");
        }
    }

    private boolean isAtRest() {
        for (int lane = 0; lane < World.LANES; lane++) {
            if (world.database.positionsNow().getOrDefault(lane, 0L) != world.log.end(lane)) {
                return false;
            }
        }
        return world.devices.stream().allMatch(Device::isRunning)
                && world.rest().devices().stream().allMatch(this::isAtRest);
    }

    private boolean isAtRest(io.tidemark.simulation.promise.Rest.DeviceScope each) {
        if (!each.isMember()) {
            return each.rows().canonical.isEmpty();
        }
        return each.rows().queue.isEmpty()
                && each.rows().position == world.database.store().head(each.scope())
                && each.rows()
                        .epoch
                        .filter(world.database.ground().epoch()::equals)
                        .isPresent();
    }
}
