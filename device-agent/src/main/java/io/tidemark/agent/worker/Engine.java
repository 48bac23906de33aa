package io.tidemark.agent.worker;

import io.tidemark.agent.platform.Ticker;
import io.tidemark.agent.store.Waits;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.Moment;
import io.tidemark.agent.sync.Pace;
import io.tidemark.agent.sync.ScopeMachine;
import io.tidemark.agent.sync.ScopeMachine.ScopeState;
import io.tidemark.agent.sync.WaitReason;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Takes an event, asks the machine, and has done what that says. Driven by one thread at a time; asked by any. */
final class Engine {
    private static final long LONGEST_SLEEP = Duration.ofMinutes(1).toMillis();

    private final Instructions instructions;
    private final Waits waits;
    private final Mailbox mailbox;
    private final Pace pace;
    private final RandomGenerator dice;
    private final Ticker ticker;
    private final Changes changes = new Changes();
    private final Map<String, ScopeState> states = new ConcurrentSkipListMap<>();
    /** Held while a scope takes a step, so that none is taken for one that is not followed any more. */
    private final ReentrantLock stepping = new ReentrantLock();

    private final Set<String> unsettled = new HashSet<>();

    /**
     * @param waits of the queues, from an earlier run
     * @param dice used while a step is taken, and so by one thread at a time
     */
    Engine(Instructions instructions, Waits waits, Mailbox mailbox, Pace pace, RandomGenerator dice, Ticker ticker) {
        this.instructions = instructions;
        this.waits = waits;
        this.mailbox = mailbox;
        this.pace = pace;
        this.dice = dice;
        this.ticker = ticker;
    }

    /** As it is found in the store. Nothing changes for a scope that is followed already. */
    void follow(String scope, WaitReason hindrance) {
        stepping.lock();
        try {
            states.putIfAbsent(scope, ScopeState.opened(hindrance, waits.stored(scope), moment(), pace));
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

    /** What is carried out, and how much of it was sent. */
    Instructions instructions() {
        return instructions;
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
        instructions.carryOut(scope, Lane.PUSH, turn.push(), due);
        instructions.carryOut(scope, Lane.PULL, turn.pull(), due);
        if (turn.push().stream().anyMatch(Instruction.TakeNewDevice.class::isInstance)) {
            lookAtAllQueues();
        }
    }

    /** AG-9: a new device id links every scope's queue anew, and what had an outcome there is asked for again. */
    private void lookAtAllQueues() {
        states.keySet().forEach(scope -> mailbox.post(scope, new Event.Saved()));
    }

    private Moment moment() {
        return new Moment(ticker.millis(), dice.nextDouble());
    }
}
