package io.tidemark.agent.worker;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.Transport.PullReply;
import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.agent.sync.WaitReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** Requests under way: at most one push and one pull of a scope, each on a virtual thread that reports an event. */
final class Requests {
    private static final Logger LOG = System.getLogger(Requests.class.getName());

    private final Transport transport;
    private final Mailbox mailbox;

    Requests(Transport transport, Mailbox mailbox) {
        this.transport = transport;
        this.mailbox = mailbox;
    }

    void push(String scope, Outgoing outgoing) {
        start(
                scope,
                () -> switch (transport.push(scope, outgoing.push())) {
                    case PushReply.Answered(var answer) -> new Event.PushAnswered(outgoing.window(), answer);
                    case PushReply.Failed(Fault fault) -> new Event.PushFailed(outgoing.window(), fault);
                },
                new Event.PushFailed(outgoing.window(), Fault.because(WaitReason.UNREACHABLE)));
    }

    void pull(String scope, Reader reader) {
        start(
                scope,
                () -> switch (transport.pull(scope, reader.cursor(), reader.device())) {
                    case PullReply.Page(var page) -> new Event.PageArrived(reader, page);
                    case PullReply.Failed(Fault fault) -> new Event.PullFailed(reader, fault);
                },
                new Event.PullFailed(reader, Fault.because(WaitReason.UNREACHABLE)));
    }

    /** Something is always reported: a lane that hears nothing would wait for ever. */
    private void start(String scope, Supplier<Event> request, Event otherwise) {
        Thread.ofVirtual().name("tidemark-request").start(() -> {
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
