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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Requests under way: of a scope at most one push or question, one pull, and one answer that the server holds; each on
 * a virtual thread that reports an event.
 */
final class Requests {
    private static final Logger LOG = System.getLogger(Requests.class.getName());

    private final Transport transport;
    private final Mailbox mailbox;
    private final Map<String, Thread> held = new ConcurrentHashMap<>();

    Requests(Transport transport, Mailbox mailbox) {
        this.transport = transport;
        this.mailbox = mailbox;
    }

    void push(String scope, Outgoing outgoing) {
        Window window = outgoing.window();
        start(
                scope,
                () -> switch (transport.push(scope, outgoing.push())) {
                    case PushReply.Answered(var answer) -> new Event.PushAnswered(window, answer);
                    case PushReply.Failed(Fault fault) -> new Event.PushFailed(window, fault);
                },
                new Event.PushFailed(window, Fault.because(WaitReason.UNREACHABLE)));
    }

    void ask(String scope, Window culprit, ProblemType problem) {
        start(
                scope,
                () -> switch (transport.ask(scope, culprit.operations())) {
                    case AskReply.Answered(var answer) -> new Event.PushAnswered(culprit, answer);
                    case AskReply.Unknown() -> new Event.OutcomeUnknown(culprit, problem);
                    case AskReply.Failed(Fault fault) -> new Event.PushFailed(culprit, fault);
                },
                new Event.PushFailed(culprit, Fault.because(WaitReason.UNREACHABLE)));
    }

    /** A held answer that nobody waits for any more is given up when the next one is asked for. */
    void pull(String scope, long ticket, Reader reader, Duration hold) {
        Thread pull = start(
                scope,
                () -> switch (transport.pull(scope, reader.cursor(), reader.device(), hold)) {
                    case PullReply.Page(var page, boolean isHeld) ->
                        new Event.PageArrived(ticket, reader, page, isHeld);
                    case PullReply.Failed(Fault fault) -> new Event.PullFailed(ticket, reader, fault);
                },
                new Event.PullFailed(ticket, reader, Fault.because(WaitReason.UNREACHABLE)));
        if (!hold.isZero()) {
            Thread before = held.put(scope, pull);
            if (before != null) {
                before.interrupt();
            }
        }
    }

    /** No answer that is held, and no stream, keeps a process busy that wants to end. */
    void giveUpHeld() {
        held.values().forEach(Thread::interrupt);
        transport.close();
    }

    /** Something is always reported: a lane that hears nothing would wait for ever. */
    private Thread start(String scope, Supplier<Event> request, Event otherwise) {
        return Thread.ofVirtual().name("tidemark-request").start(() -> {
            Event event = otherwise;
            try {
                event = request.get();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a defect in the transport", e);
            } finally {
                mailbox.post(scope, event);
            }
        });
    }
}
