package io.tidemark.agent.worker;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.Transport.AskReply;
import io.tidemark.agent.sync.Transport.PullReply;
import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.agent.sync.Window;
import io.tidemark.protocol.problem.ProblemType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests under way: of a scope at most one push or question, one pull, and one answer that the server holds; each on
 * a virtual thread that reports an event. Something is always reported, and once: a lane that hears nothing would wait
 * for ever, and one that hears twice would send twice. A transport that never returns is interrupted and left; so many
 * of those may stand, and then no other is begun until one of them ends.
 */
final class Requests {
    private static final Logger LOG = System.getLogger(Requests.class.getName());

    private static final int MOST_OVERDUE = 8;

    private final Transport transport;
    private final Mailbox mailbox;
    private final Duration patience;
    private final Map<String, Thread> held = new ConcurrentHashMap<>();
    private final Set<Thread> overdue = ConcurrentHashMap.newKeySet();

    /** @param patience with one request, the hold of a pull apart */
    Requests(Transport transport, Mailbox mailbox, Duration patience) {
        this.transport = transport;
        this.mailbox = mailbox;
        this.patience = patience;
    }

    void push(String scope, Outgoing outgoing) {
        Window window = outgoing.window();
        start(
                scope,
                patience,
                () -> switch (transport.push(scope, outgoing.push())) {
                    case PushReply.Answered(var answer) -> new Event.PushAnswered(window, answer);
                    case PushReply.Failed(Fault fault) -> new Event.PushFailed(window, fault);
                },
                fault -> new Event.PushFailed(window, fault));
    }

    /** One question for each operation. */
    void ask(String scope, Window culprit, ProblemType problem) {
        start(
                scope,
                patience.multipliedBy(culprit.slots().size()),
                () -> switch (transport.ask(scope, culprit.operations())) {
                    case AskReply.Answered(var answer) -> new Event.PushAnswered(culprit, answer);
                    case AskReply.Unknown() -> new Event.OutcomeUnknown(culprit, problem);
                    case AskReply.Failed(Fault fault) -> new Event.PushFailed(culprit, fault);
                },
                fault -> new Event.PushFailed(culprit, fault));
    }

    /** A held answer that nobody waits for any more is given up when the next one is asked for. */
    void pull(String scope, long ticket, Reader reader, int limit, Duration hold) {
        Thread pull = start(
                scope,
                patience.plus(hold),
                () -> switch (transport.pull(scope, reader.cursor(), reader.device(), limit, hold)) {
                    case PullReply.Page(var page, boolean isHeld) ->
                        new Event.PageArrived(ticket, reader, page, isHeld);
                    case PullReply.Failed(Fault fault) -> new Event.PullFailed(ticket, reader, fault);
                },
                fault -> new Event.PullFailed(ticket, reader, fault));
        if (!hold.isZero()) {
            Thread before = held.put(scope, pull);
            if (before != null) {
                before.interrupt();
            }
        }
    }

    /** No answer that is held, and no stream, keeps a process busy that wants to end. */
    void giveUpHeld() {
        held.keySet().forEach(this::giveUpHeld);
        transport.close();
    }

    void giveUpHeld(String scope) {
        Thread thread = held.remove(scope);
        if (thread != null) {
            thread.interrupt();
        }
    }

    private Thread start(String scope, Duration limit, Supplier<Event> request, Function<Fault, Event> failed) {
        CompletableFuture<Event> answer = new CompletableFuture<>();
        overdue.removeIf(thread -> !thread.isAlive());
        boolean isStuck = overdue.size() >= MOST_OVERDUE;
        Thread thread = Thread.ofVirtual().name("tidemark-request").unstarted(() -> carryOut(request, answer));
        CompletableFuture<Void> ignored = answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> failed.apply(fault(failure, thread)))
                .thenAccept(event -> mailbox.post(scope, event));
        if (isStuck) {
            answer.complete(failed.apply(Fault.because(WaitReason.BROKE_OFF)));
        } else {
            thread.start();
        }
        return thread;
    }

    private static void carryOut(Supplier<Event> request, CompletableFuture<Event> answer) {
        try {
            answer.complete(request.get());
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }

    private Fault fault(Throwable failure, Thread thread) {
        if (failure instanceof TimeoutException) {
            overdue.add(thread);
            thread.interrupt();
            LOG.log(Level.WARNING, "a request took too long, and is left");
            return Fault.because(WaitReason.BROKE_OFF);
        }
        // Its class alone: a message of the transport's may hold a token.
        LOG.log(Level.ERROR, "a defect in the transport: " + failure.getClass().getName());
        return Fault.because(WaitReason.UNREACHABLE);
    }
}
