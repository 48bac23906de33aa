package io.tidemark.agent.worker;

import io.tidemark.agent.store.Feed;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.Moment;
import io.tidemark.agent.sync.Pace;
import io.tidemark.agent.sync.ScopeMachine;
import io.tidemark.agent.sync.ScopeMachine.ScopeState;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.WaitReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** One thread for all scopes of an agent: it takes an event, asks the machine, and does what that says. */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Worker.class.getName());
    private static final long AFTER_DEFECT = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_SLEEP = Duration.ofMinutes(1).toMillis();
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final OperationQueue queue;
    private final Feed feed;
    private final Requests requests;
    private final Pace pace;
    private final RandomGenerator dice;
    private final Mailbox mailbox = new Mailbox();
    private final Changes changes = new Changes();
    private final Map<String, ScopeState> states = new ConcurrentSkipListMap<>();
    private final Thread thread;

    /** @param dice used by this worker's thread alone */
    public Worker(
            OperationQueue queue,
            Feed feed,
            Transport transport,
            Pace pace,
            RandomGenerator dice,
            Collection<String> scopes,
            boolean online) {
        this.queue = queue;
        this.feed = feed;
        this.requests = new Requests(transport, mailbox);
        this.pace = pace;
        this.dice = dice;
        for (String scope : scopes) {
            OperationQueue.StoredWait wait = queue.storedWait(scope);
            states.put(scope, ScopeState.opened(online, wait.delay(), wait.failures(), wait.reason(), moment(), pace));
        }
        this.thread = Thread.ofPlatform().daemon().name("tidemark-agent").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public void post(String scope, Event event) {
        mailbox.post(scope, event);
    }

    public void postAll(Event event) {
        states.keySet().forEach(scope -> mailbox.post(scope, event));
    }

    public WaitReason waiting(String scope) {
        return state(scope).waiting();
    }

    public Changes changes() {
        return changes;
    }

    private ScopeState state(String scope) {
        return Optional.ofNullable(states.get(scope))
                .orElseThrow(() -> new IllegalStateException("the agent does not follow this scope"));
    }

    private void run() {
        while (mailbox.isOpen()) {
            try {
                turn();
            } catch (RuntimeException e) {
                // Saves would go on and nothing would ever be sent: the thread outlives a defect, and does not spin on
                // it.
                LOG.log(Level.ERROR, "a defect in the device agent", e);
                LockSupport.parkNanos(AFTER_DEFECT);
            }
        }
    }

    private void turn() {
        mailbox.take(untilNextTick()).ifPresent(mail -> handle(mail.scope(), mail.event()));
        long now = moment().now();
        for (String scope : states.keySet()) {
            if (mailbox.isOpen() && state(scope).nextTick() <= now) {
                handle(scope, new Event.Tick());
            }
        }
    }

    private long untilNextTick() {
        long next =
                states.values().stream().mapToLong(ScopeState::nextTick).min().orElse(Long.MAX_VALUE);
        return next == Long.MAX_VALUE ? LONGEST_SLEEP : Math.clamp(next - moment().now(), 0, LONGEST_SLEEP);
    }

    /** The event, and what its instructions raise, before anything else is heard. */
    private void handle(String scope, Event first) {
        Deque<Event> due = new ArrayDeque<>(List.of(first));
        while (!due.isEmpty()) {
            ScopeMachine.Turn turn = ScopeMachine.step(state(scope), due.removeFirst(), moment(), pace);
            states.put(scope, turn.state());
            carryOut(scope, Lane.PUSH, turn.push(), due);
            carryOut(scope, Lane.PULL, turn.pull(), due);
        }
        changes.happened();
    }

    private void carryOut(String scope, Lane lane, List<Instruction> instructions, Deque<Event> due) {
        try {
            for (Instruction instruction : instructions) {
                carryOut(scope, instruction).ifPresent(due::addLast);
            }
        } catch (StoreFailure e) {
            LOG.log(Level.WARNING, "the device's database failed; the " + lane + " lane waits", e);
            due.addLast(new Event.StoreFailed(lane));
        } catch (RuntimeException e) {
            // A defect must be loud, and must not end the one thread that could still bring the edits home.
            LOG.log(Level.ERROR, "a defect in the device agent", e);
            due.addLast(new Event.StoreFailed(lane));
        }
    }

    private Optional<Event> carryOut(String scope, Instruction instruction) {
        return switch (instruction) {
            case Instruction.Push(int most) -> push(scope, most);
            case Instruction.StoreOutcomes(var window, var epoch, var outcomes) -> {
                queue.store(scope, window, epoch, outcomes);
                yield Optional.of(new Event.OutcomesStored());
            }
            case Instruction.Relink(var slot, long previous) -> done(() -> queue.relink(slot, previous));
            case Instruction.TakeNewDevice(String forked) -> done(() -> queue.takeNewDevice(forked));
            case Instruction.CountRefusal(var slot) -> done(() -> queue.countRefusal(slot));
            case Instruction.SetAside(var slot, var problem) -> done(() -> queue.setAside(scope, slot, problem));
            case Instruction.RememberWait(long delay, int failures, WaitReason reason) ->
                done(() -> remember(scope, delay, failures, reason));
            case Instruction.Fetch() -> done(() -> requests.pull(scope, feed.reader(scope)));
            case Instruction.Stage(var reader, var page) -> done(() -> feed.stage(scope, reader, page));
            case Instruction.Apply(var reader, var page) ->
                Optional.of(new Event.Applied(feed.apply(scope, reader, page)));
            case Instruction.StartOver() -> done(() -> feed.startOver(scope));
        };
    }

    private Optional<Event> push(String scope, int most) {
        Optional<OperationQueue.Outgoing> outgoing = queue.take(scope, most);
        if (outgoing.isEmpty()) {
            return Optional.of(new Event.NothingToPush());
        }
        requests.push(scope, outgoing.get());
        return Optional.empty();
    }

    /** The wait itself stands in memory; a store that is broken already must not be asked in a circle. */
    private void remember(String scope, long delay, int failures, WaitReason reason) {
        if (reason != WaitReason.STORE_FAILED) {
            queue.rememberWait(scope, delay, failures, reason);
        }
    }

    private static Optional<Event> done(Runnable work) {
        work.run();
        return Optional.empty();
    }

    private Moment moment() {
        return new Moment(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), dice.nextDouble());
    }

    /** Ends after the transaction that runs; requests under way are left to their time-outs, and heard no more. */
    @Override
    public void close() {
        mailbox.close();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
