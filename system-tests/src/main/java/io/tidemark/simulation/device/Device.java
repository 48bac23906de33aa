package io.tidemark.simulation.device;

import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.sync.BackOff;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.Moment;
import io.tidemark.agent.sync.Pace;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.ScopeMachine;
import io.tidemark.agent.sync.ScopeMachine.ScopeState;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.laws.history.Dice;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulation.promise.Happening;
import io.tidemark.simulation.world.Notes;
import io.tidemark.simulation.world.Stage;
import io.tidemark.simulation.world.Story;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A device: the real machine of each scope, driven as the agent's engine drives it, over a disk that outlives it. */
public class Device {
    private static final int BATCH = 8;
    private static final Pace PACE = new Pace(new BackOff(1_000, 60_000), 5_000, BATCH, 0);
    private static final double GRAIN = 1_000_000;

    private final Stage stage;
    private final String name;
    private final String subject;
    private final DeviceStore store;
    private final Requests requests;
    private final Dice dice;
    private final TreeMap<String, ScopeState> states = new TreeMap<>();
    private final TreeMap<String, Long> planned = new TreeMap<>();
    private WaitReason hindrance = WaitReason.NONE;
    private boolean isRunning;
    private Map<EntityKey, CanonicalRow.Live> atTheServer = Map.of();
    private int life;
    private long wallAhead;
    private OptionalInt instructionsLeft = OptionalInt.empty();

    /** The way out: each request is answered by exactly one event, or the device dies first. */
    public interface Requests {
        void push(Device device, String scope, QueuedStore.Outgoing outgoing);

        void ask(Device device, String scope, Instruction.Ask ask);

        void pull(Device device, String scope, Instruction.Fetch fetch);
    }

    public Device(Stage stage, String name, String subject, DeviceStore store, Requests requests, Dice dice) {
        this.stage = stage;
        this.name = name;
        this.subject = subject;
        this.store = store;
        this.requests = requests;
        this.dice = dice;
    }

    public final String name() {
        return name;
    }

    public final String subject() {
        return subject;
    }

    public final DeviceStore store() {
        return store;
    }

    public final boolean isRunning() {
        return isRunning;
    }

    /** Its answers belong to this life alone. */
    public final int life() {
        return life;
    }

    public final ScopeState state(String scope) {
        return Optional.ofNullable(states.get(scope)).orElseThrow();
    }

    public final void start() {
        isRunning = true;
        life++;
        planned.clear();
        stage.promises().tell(new Happening.Started(name));
        store.scopes.keySet().forEach(scope -> {
            states.put(scope, ScopeState.opened(hindrance, store.storedWait(scope, wall()), moment(), PACE));
            planTick(scope);
        });
    }

    /** At once: what is under way is never heard of, and what was not committed is lost. */
    public final void kill() {
        isRunning = false;
        instructionsLeft = OptionalInt.empty();
        states.clear();
        stage.trace().note(name, "is killed");
    }

    /** It dies after so many instructions more. */
    public final void dieAfter(int instructions) {
        instructionsLeft = OptionalInt.of(instructions);
    }

    public final void jumpClock(long millis) {
        wallAhead += millis;
    }

    private long wall() {
        return stage.time().now() + wallAhead;
    }

    private Moment moment() {
        return new Moment(stage.time().now(), dice.below((int) GRAIN) / GRAIN);
    }

    public final void hinder(WaitReason reason) {
        hindrance = reason;
        if (isRunning) {
            List.copyOf(states.keySet()).forEach(scope -> hear(life, scope, new Event.Hindrance(reason), Map.of()));
        }
    }

    /**
     * As an answer of its present life.
     *
     * @param server what the server held when it answered
     */
    public final void hear(int ofLife, String scope, Event event, Map<EntityKey, CanonicalRow.Live> server) {
        if (isRunning && ofLife == life) {
            atTheServer = server;
            hear(scope, event);
        }
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The event, and what its instructions raise, before anything else is heard. */
    public final void hear(String scope, Event first) {
        Deque<Event> due = new ArrayDeque<>(List.of(first));
        try {
            while (!due.isEmpty()) {
                Event event = due.removeFirst();
                ScopeMachine.Turn turn = step(scope, state(scope), event, moment());
                states.put(scope, turn.state());
                carryOut(scope, Lane.PUSH, turn.push(), due);
                carryOut(scope, Lane.PULL, turn.pull(), due);
                if (turn.push().stream().anyMatch(Instruction.TakeNewDevice.class::isInstance)) {
                    lookAtAllQueues();
                }
            }
            planTick(scope);
        } catch (Died died) {
            stage.counts().count("device killed between instructions");
            kill();
            stage.time().in(dice.upTo(5_000), this::startAgain);
        }
        stage.promises()
                .tell(new Happening.Shown(name, scope, store.rows(scope).queue, entity -> store.visible(scope, entity)
                        .map(row -> row.fields())));
    }

    private void lookAtAllQueues() {
        int ofLife = life;
        states.keySet().forEach(scope -> stage.time().in(0, () -> hear(ofLife, scope, new Event.Saved(), Map.of())));
    }

    private void startAgain() {
        if (!isRunning) {
            start();
        }
    }

    protected ScopeMachine.Turn step(String scope, ScopeState state, Event event, Moment moment) {
        return ScopeMachine.step(state, event, moment, PACE);
    }

    /** A tick that was planned for a later moment than is due now finds nothing to do. */
    private void planTick(String scope) {
        long due = state(scope).nextTick();
        long now = stage.time().now();
        long at = planned.getOrDefault(scope, Long.MIN_VALUE);
        if (due == Long.MAX_VALUE || (at > now && at <= due)) {
            return;
        }
        planned.put(scope, due);
        int ofLife = life;
        stage.time().in(due - now, () -> tick(ofLife, scope));
    }

    private void tick(int ofLife, String scope) {
        if (!isRunning || life != ofLife) {
            return;
        }
        if (state(scope).nextTick() <= stage.time().now()) {
            hear(scope, new Event.Tick());
        } else {
            planTick(scope);
        }
    }

    private void carryOut(String scope, Lane lane, List<Instruction> instructions, Deque<Event> due) {
        try {
            for (Instruction instruction : instructions) {
                if (instructionsLeft.isPresent()) {
                    if (instructionsLeft.getAsInt() == 0) {
                        throw new Died();
                    }
                    instructionsLeft = OptionalInt.of(instructionsLeft.getAsInt() - 1);
                }
                stage.trace().note(name, instruction.getClass().getSimpleName(), scope);
                carryOut(scope, instruction).ifPresent(due::addLast);
            }
        } catch (StoreFailure failure) {
            stage.counts().count("store failed");
            stage.trace().note(name, "has a full disk", scope);
            due.addLast(new Event.StoreFailed(lane));
        }
    }

    private Optional<Event> carryOut(String scope, Instruction instruction) {
        return switch (instruction) {
            case Instruction.Push(int most) -> push(scope, most);
            case Instruction.StoreOutcomes(var window, var epoch, var outcomes) -> {
                store.storeOutcomes(scope, window, epoch, outcomes);
                yield Optional.of(new Event.OutcomesStored());
            }
            case Instruction.Relink(var slot, long previous) -> done(() -> store.relink(scope, slot, previous));
            case Instruction.TakeNewDevice(String forked) -> done(() -> takeNewDevice(forked));
            case Instruction.CountRefusal(var culprit) ->
                done(() -> store.countRefusal(scope, culprit.slots().getFirst()));
            case Instruction.Ask ask -> done(() -> requests.ask(this, scope, ask));
            case Instruction.SetAside(var culprit, var problem) ->
                done(() -> store.setAside(scope, culprit.slots().getFirst(), problem));
            case Instruction.RememberWait wait -> done(() -> remember(scope, wait));
            case Instruction.Fetch fetch -> done(() -> requests.pull(this, scope, fetch));
            case Instruction.Stage(var reader, var page) -> done(() -> store.stage(scope, reader, page));
            case Instruction.Apply(var reader, var page) -> Optional.of(new Event.Applied(apply(scope, reader, page)));
            case Instruction.ApplyPart(var reader, var page) -> done(() -> store.applyPart(scope, reader, page));
            case Instruction.StartOver() -> done(() -> store.startOver(scope));
            case Instruction.Revoke() -> done(() -> revoke(scope));
        };
    }

    private boolean apply(String scope, Reader reader, ChangesPage page) {
        Optional<String> epoch = store.rows(scope).epoch;
        long before = store.rows(scope).position;
        int queued = store.rows(scope).queue.size();
        boolean anew = store.rows(scope).staging == ScopeRows.Staging.FULL;
        boolean missing = store.apply(scope, reader, page);
        if (!missing
                && !anew
                && page.rows().isEmpty()
                && before == page.to()
                && epoch.equals(Optional.of(page.epoch()))
                && queued == store.rows(scope).queue.size()) {
            stage.trace().note(name, Story.NOTHING_NEW, scope);
        }
        if (store.reader(scope).cursor().equals(Optional.of(page.cursor()))) {
            stage.promises()
                    .tell(new Happening.Checkpoint(
                            name, Notes.key(scope), epoch, before, page, store.rows(scope).canonical, atTheServer));
        }
        return missing;
    }

    private void revoke(String scope) {
        store.revoke(scope);
        stage.promises().tell(new Happening.Withdrawn(name, scope));
    }

    private void takeNewDevice(String forked) {
        stage.counts().count("new device id");
        store.takeNewDevice(forked);
    }

    private Optional<Event> push(String scope, int most) {
        Optional<QueuedStore.Outgoing> outgoing = store.take(scope, most);
        outgoing.ifPresent(push -> requests.push(this, scope, push));
        return outgoing.isEmpty() ? Optional.of(new Event.NothingToPush()) : Optional.empty();
    }

    private void remember(String scope, Instruction.RememberWait wait) {
        if (wait.reason() != WaitReason.STORE_FAILED) {
            store.remember(scope, wait, wall());
        }
    }

    private static Optional<Event> done(Runnable work) {
        work.run();
        return Optional.empty();
    }
}
