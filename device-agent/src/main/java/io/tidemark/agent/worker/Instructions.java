package io.tidemark.agent.worker;

import io.tidemark.agent.store.Feed;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.Waits;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.WaitReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Carries out what the machine says, against store and transport; and counts what is sent against what may be. */
final class Instructions {
    private static final Logger LOG = System.getLogger(Instructions.class.getName());

    private final OperationQueue queue;
    private final Feed feed;
    private final Waits waits;
    private final Requests requests;
    private final AtomicLong sent = new AtomicLong();
    private long allowed = Long.MAX_VALUE;

    Instructions(OperationQueue queue, Feed feed, Waits waits, Requests requests) {
        this.queue = queue;
        this.feed = feed;
        this.waits = waits;
        this.requests = requests;
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

    /**
     * In order, up to the first that fails: then the lane hears of a broken store.
     *
     * @param due gets what they raise
     */
    void carryOut(String scope, Lane lane, List<Instruction> instructions, Deque<Event> due) {
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
        Optional<OperationQueue.Outgoing> outgoing = queue.take(scope, fitting);
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
            waits.remember(scope, wait.delay(), wait.quiet(), wait.failures(), wait.reason());
        }
    }

    private static Optional<Event> done(Runnable work) {
        work.run();
        return Optional.empty();
    }
}
