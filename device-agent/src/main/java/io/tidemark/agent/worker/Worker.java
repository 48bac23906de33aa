package io.tidemark.agent.worker;

import io.tidemark.agent.platform.Platform;
import io.tidemark.agent.platform.RunLimits;
import io.tidemark.agent.platform.RunReport;
import io.tidemark.agent.platform.Surroundings;
import io.tidemark.agent.store.Feed;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.Waits;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Pace;
import io.tidemark.agent.sync.ScopeMachine.ScopeState;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.WaitReason;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Drives all scopes of an agent: on a thread of its own where the process is there to stay, else inside of the runs that
 * the platform starts. Either way one thread at a time does the work.
 */
public final class Worker implements AutoCloseable {
    private static final long AFTER_DEFECT = Duration.ofSeconds(1).toNanos();
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Platform platform;
    private final Mailbox mailbox = new Mailbox();
    private final Requests requests;
    private final Engine engine;
    private final Runs runs;
    private final Wanted wanted;
    private final Optional<Thread> thread;
    private final ReentrantLock looking = new ReentrantLock();
    private WaitReason known = WaitReason.NONE;
    private volatile boolean online;
    private Surroundings.@Nullable Watch watch;

    /**
     * @param patience with one request, the hold of a pull apart
     * @param dice used by one thread at a time
     * @param online what the app says of the network; the platform may say more
     */
    public Worker(
            OperationQueue queue,
            Feed feed,
            Waits waits,
            Transport transport,
            Duration patience,
            Pace pace,
            RandomGenerator dice,
            Platform platform,
            Collection<String> scopes,
            boolean online) {
        this.platform = platform;
        this.online = online;
        this.requests = new Requests(transport, mailbox, patience);
        Pace rhythm = platform.resident() ? pace : pace.withoutHold();
        Instructions instructions = new Instructions(queue, feed, waits, requests);
        this.engine = new Engine(instructions, waits, mailbox, rhythm, dice, platform.ticker());
        this.wanted = new Wanted(platform, mailbox, engine);
        this.runs = new Runs(platform.ticker(), engine, mailbox, this::hindrance);
        this.thread = platform.resident()
                ? Optional.of(
                        Thread.ofPlatform().daemon().name("tidemark-agent").unstarted(this::live))
                : Optional.empty();
        WaitReason now = hindrance();
        scopes.forEach(scope -> engine.follow(scope, platform.resident() ? now : WaitReason.STOPPED));
    }

    public void start() {
        watch = platform.surroundings().watch(this::surroundingsChanged);
        thread.ifPresent(Thread::start);
    }

    /** The scope is in the store. It may hold edits from an earlier time, which are sent. */
    public void follow(String scope) {
        looking.lock();
        try {
            boolean works = thread.isPresent() || runs.isUnderWay();
            engine.follow(scope, works ? known : WaitReason.STOPPED);
        } finally {
            looking.unlock();
        }
        saved(scope);
    }

    /** When it returns, nothing is done for the scope any more; what is under way on the network is not heard. */
    public void unfollow(String scope) {
        engine.unfollow(scope);
        requests.giveUpHeld(scope);
    }

    public boolean follows(String scope) {
        return engine.state(scope).isPresent();
    }

    /** An operation was committed to the queue. */
    public void saved(String scope) {
        mailbox.post(scope, new Event.Saved());
        wanted.bySave();
    }

    /** Pushes and pulls now, whatever it waits for, but for a server that asked to be left alone. */
    public void syncNow() {
        postAll(new Event.SyncRequested());
    }

    /** What the app says of the network; the platform's surroundings count as well. */
    public void setOnline(boolean connected) {
        online = connected;
        surroundingsChanged();
    }

    /** AG-19: only a change counts, however often the platform calls; a call that says the same ends no back-off. */
    private void surroundingsChanged() {
        looking.lock();
        try {
            WaitReason before = known;
            if ((thread.isPresent() || runs.isUnderWay()) && hindrance() != before) {
                postAll(new Event.Hindrance(known));
            }
        } finally {
            looking.unlock();
        }
    }

    private WaitReason hindrance() {
        looking.lock();
        try {
            known = online
                    ? platform.constraints().hindrance(platform.surroundings().now())
                    : WaitReason.OFFLINE;
            return known;
        } finally {
            looking.unlock();
        }
    }

    private void postAll(Event event) {
        engine.scopes().forEach(scope -> mailbox.post(scope, event));
    }

    public WaitReason waiting(String scope) {
        return engine.state(scope).map(ScopeState::waiting).orElse(WaitReason.NOT_FOLLOWED);
    }

    public Changes changes() {
        return engine.changes();
    }

    /**
     * One bounded run, on the caller's thread: queues are sent and feeds read until nothing is left to do, or a limit is
     * reached. Where the agent has a thread of its own, that one does it, and the caller waits.
     */
    public RunReport run(RunLimits limits) {
        if (thread.isPresent()) {
            postAll(new Event.SyncRequested());
            return runs.await(limits);
        }
        RunReport report = runs.drive(limits);
        wanted.afterRun(report);
        return report;
    }

    private void live() {
        while (mailbox.isOpen()) {
            try {
                engine.turn(Long.MAX_VALUE);
                wanted.afterTurn();
            } catch (InterruptedException e) {
                mailbox.close();
            } catch (Throwable e) {
                // Saves would go on and nothing would ever be sent: the thread outlives a defect, and does not spin on
                // it.
                Defects.tell(e);
                LockSupport.parkNanos(AFTER_DEFECT);
            }
        }
    }

    /** Ends after the transaction that runs; requests under way are left to their time-outs, and heard no more. */
    @Override
    public void close() {
        Surroundings.Watch subscription = watch;
        if (subscription != null) {
            subscription.close();
        }
        mailbox.close();
        engine.changes().close();
        requests.giveUpHeld();
        try {
            if (thread.isPresent()) {
                thread.get().join(CLOSING);
            } else {
                runs.awaitEnd(CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
