package io.tidemark.agent.worker;

import io.tidemark.agent.platform.Ticker;
import io.tidemark.agent.store.Feed;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.Waits;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.Moment;
import io.tidemark.agent.sync.Pace;
import io.tidemark.agent.sync.ScopeMachine;
import io.tidemark.agent.sync.ScopeMachine.ScopeState;
import io.tidemark.agent.sync.WaitReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Takes an event, asks the machine, and does what that says. Driven by one thread at a time; asked by any. */
final class Engine {
    private static final Logger LOG = System.getLogger(Engine.class.getName());
    private static final long LONGEST_SLEEP = Duration.ofMinutes(1).toMillis();

    private final Stores stores;
    private final Requests requests;
    private final Mailbox mailbox;
    private final Pace pace;
    private final RandomGenerator dice;
    private final Ticker ticker;
    private final Changes changes = new Changes();
    private final Map<String, ScopeState> states = new ConcurrentSkipListMap<>();
    /** Held while a scope takes a step, so that none is taken for one that is not followed any more. */
    private final ReentrantLock stepping = new ReentrantLock();

    private final Set<String> unsettled = new HashSet<>();
    private final AtomicLong sent = new AtomicLong();
    private long allowed = Long.MAX_VALUE;

    /** The sides of the database that instructions write to. */
    record Stores(OperationQueue queue, Feed feed, Waits waits) {}

    /** @param dice used while a step is taken, and so by one thread at a time */
    Engine(Stores stores, Requests requests, Mailbox mailbox, Pace pace, RandomGenerator dice, Ticker ticker) {
        this.stores = stores;
        this.requests = requests;
        this.mailbox = mailbox;
        this.pace = pace;
        this.dice = dice;
        this.ticker = ticker;
    }

    /** As it is found in the store. Nothing changes for a scope that is followed already. */
    void follow(String scope, WaitReason hindrance) {
        stepping.lock();
        try {
            states.putIfAbsent(
                    scope, ScopeState.opened(hindrance, stores.waits().stored(scope), moment(), pace));
        } finally {
            stepping.unlock();
        }
    }

    /** Waits for the instruction that is being carried out; after it there is no other, and answers are not heard. */
    void unfollow(String scope) {
        stepping.lock();
        try {
            states.remove(scope);
        } finally {
            stepping.unlock();
        }
        changes.happened();
    }

    Collection<String> scopes() {
        return states.keySet();
    }

    Collection<ScopeState> states() {
        return states.values();
    }

    /** Empty if the agent does not follow it. */
    Optional<ScopeState> state(String scope) {
        return Optional.ofNullable(states.get(scope));
    }

    Changes changes() {
        return changes;
    }

    /** Operations since the agent was opened, each as often as it was sent. */
    long sent() {
        return sent.get();
    }

    void grant(int operations) {
        allowed = sent.get() + operations;
    }

    boolean isSpent() {
        return sent.get() >= allowed;
    }

    /** Whether no queue is known to hold anything that has no outcome. */
    boolean isDrained() {
        return states.values().stream().allMatch(ScopeState::isDrained);
    }

    /**
     * One event, or the ticks that are due.
     *
     * @param most milliseconds to wait for it
     */
    void turn(long most) throws InterruptedException {
        settle();
        mailbox.take(Math.min(most, untilNextTick())).ifPresent(mail -> handle(mail.scope(), mail.event()));
        long now = ticker.millis();
        for (String scope : states.keySet()) {
            if (mailbox.isOpen()
                    && state(scope).filter(state -> state.nextTick() <= now).isPresent()) {
                handle(scope, new Event.Tick());
            }
        }
    }

    private long untilNextTick() {
        long next =
                states.values().stream().mapToLong(ScopeState::nextTick).min().orElse(Long.MAX_VALUE);
        return next == Long.MAX_VALUE ? LONGEST_SLEEP : Math.clamp(next - ticker.millis(), 0, LONGEST_SLEEP);
    }

    /** The event, and what its instructions raise, before anything else is heard. */
    void handle(String scope, Event first) {
        unsettled.add(scope);
        handleAll(scope, List.of(first));
        unsettled.remove(scope);
    }

    /** What a defect left unhandled was perhaps an answer that a lane waits for: both lanes wait, and go on. */
    private void settle() {
        for (String scope : List.copyOf(unsettled)) {
            handleAll(scope, List.of(new Event.StoreFailed(Lane.PUSH), new Event.StoreFailed(Lane.PULL)));
            unsettled.remove(scope);
        }
    }

    private void handleAll(String scope, List<Event> events) {
        Deque<Event> due = new ArrayDeque<>(events);
        while (!due.isEmpty()) {
            stepping.lock();
            try {
                Event event = due.removeFirst();
                state(scope).ifPresent(state -> step(scope, state, event, due));
            } finally {
                stepping.unlock();
            }
        }
        changes.happened();
    }

    private void step(String scope, ScopeState state, Event event, Deque<Event> due) {
        ScopeMachine.Turn turn = ScopeMachine.step(state, event, moment(), pace);
        states.put(scope, turn.state());
        carryOut(scope, Lane.PUSH, turn.push(), due);
        carryOut(scope, Lane.PULL, turn.pull(), due);
    }

    private void carryOut(String scope, Lane lane, List<Instruction> instructions, Deque<Event> due) {
        try {
            for (Instruction instruction : instructions) {
                carryOut(scope, instruction).ifPresent(due::addLast);
            }
        } catch (StoreFailure e) {
            LOG.log(Level.WARNING, "the device's database failed; the " + lane + " lane waits", e);
            due.addLast(new Event.StoreFailed(lane, e.isOfKey() ? WaitReason.KEY_MISSING : WaitReason.STORE_FAILED));
        } catch (Throwable e) {
            Defects.tell(e);
            due.addLast(new Event.StoreFailed(lane));
        }
    }

    private Optional<Event> carryOut(String scope, Instruction instruction) {
        OperationQueue queue = stores.queue();
        Feed feed = stores.feed();
        return switch (instruction) {
            case Instruction.Push(int most) -> push(scope, most);
            case Instruction.StoreOutcomes(var window, var epoch, var outcomes) -> {
                queue.store(scope, window, epoch, outcomes);
                yield Optional.of(new Event.OutcomesStored());
            }
            case Instruction.Relink(var slot, long previous) -> done(() -> queue.relink(slot, previous));
            case Instruction.TakeNewDevice(String forked) -> done(() -> queue.takeNewDevice(forked));
            case Instruction.CountRefusal(var culprit) ->
                done(() -> queue.countRefusal(culprit.slots().getFirst()));
            case Instruction.Ask(var culprit, var problem) -> done(() -> requests.ask(scope, culprit, problem));
            case Instruction.SetAside(var culprit, var problem) ->
                done(() -> queue.setAside(scope, culprit.slots().getFirst(), problem));
            case Instruction.RememberWait wait -> done(() -> remember(scope, wait));
            case Instruction.Fetch(long ticket, int limit, long hold) ->
                done(() -> requests.pull(scope, ticket, feed.reader(scope), limit, Duration.ofMillis(hold)));
            case Instruction.Stage(var reader, var page) -> done(() -> feed.stage(scope, reader, page));
            case Instruction.Apply(var reader, var page) ->
                Optional.of(new Event.Applied(feed.apply(scope, reader, page)));
            case Instruction.ApplyPart(var reader, var page) -> done(() -> feed.applyPart(scope, reader, page));
            case Instruction.StartOver() -> done(() -> feed.startOver(scope));
            case Instruction.Revoke() -> done(() -> feed.revoke(scope));
        };
    }

    private Optional<Event> push(String scope, int most) {
        int fitting = Math.clamp(allowed - sent.get(), 1, most);
        Optional<OperationQueue.Outgoing> outgoing = stores.queue().take(scope, fitting);
        if (outgoing.isEmpty()) {
            return Optional.of(new Event.NothingToPush());
        }
        sent.addAndGet(outgoing.get().window().slots().size());
        requests.push(scope, outgoing.get());
        return Optional.empty();
    }

    /** The wait itself stands in memory; a store that is broken already must not be asked in a circle. */
    private void remember(String scope, Instruction.RememberWait wait) {
        if (wait.reason() != WaitReason.STORE_FAILED) {
            stores.waits().remember(scope, wait.delay(), wait.quiet(), wait.failures(), wait.reason());
        }
    }

    private static Optional<Event> done(Runnable work) {
        work.run();
        return Optional.empty();
    }

    private Moment moment() {
        return new Moment(ticker.millis(), dice.nextDouble());
    }
}
