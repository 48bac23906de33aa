package io.tidemark.simulation.world;

import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.Transport.AskReply;
import io.tidemark.agent.sync.Transport.PullReply;
import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.agent.sync.Window;
import io.tidemark.laws.history.Dice;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.device.QueuedStore.Outgoing;
import io.tidemark.simulation.promise.Happening;
import io.tidemark.simulation.server.Gateway;
import io.tidemark.simulation.server.Gateway.Pulled;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Carries a device's requests over its link to one of the gateways, and the answers back as events. */
public final class Transit implements Device.Requests {
    private static final long PATIENCE = 2_000;
    private static final int MOST_ROWS = 6;

    private final Stage stage;
    private final List<Gateway> gateways;
    private final Dice dice;
    private final Map<String, Link> links = new HashMap<>();

    public Transit(Stage stage, List<Gateway> gateways, Dice dice) {
        this.stage = stage;
        this.gateways = gateways;
        this.dice = dice;
    }

    public Link link(String device) {
        return links.computeIfAbsent(
                device, name -> new Link(stage, name, Chance.of(dice.below(1 << 30), name.hashCode())));
    }

    private Gateway gateway() {
        return dice.oneOf(gateways);
    }

    /** A device's request, and who hears what became of it. */
    private final class Asker {
        private final Device device;
        private final String scope;
        private final Lane lane;
        private final int life;

        Asker(Device device, String scope, Lane lane) {
            this.device = device;
            this.scope = scope;
            this.lane = lane;
            this.life = device.life();
            stage.promises()
                    .tell(new Happening.Asked(
                            device.name(), scope, lane, stage.time().now()));
        }

        void hear(Event event) {
            List<?> said = event instanceof Event.PushAnswered answered
                    ? answered.answer().results()
                    : List.of();
            stage.trace().note(device.name(), "hears", event.getClass().getSimpleName(), scope, said);
            device.hear(life, scope, event, Map.of());
        }

        Fault fault(Fault fault) {
            if (fault instanceof Fault.Transient(WaitReason ignored, Optional<Duration> after)
                    && device.isRunning()
                    && device.life() == life) {
                after.ifPresent(wait -> stage.promises()
                        .tell(new Happening.Quietened(
                                device.name(), scope, lane, stage.time().now() + wait.toMillis())));
            }
            return fault;
        }
    }

    private static Fault fault(Link.Lost how) {
        return Fault.because(
                switch (how) {
                    case UNREACHABLE -> WaitReason.UNREACHABLE;
                    case NOT_OURS -> WaitReason.NOT_OUR_SERVER;
                });
    }

    @Override
    public void push(Device device, String scope, Outgoing outgoing) {
        Asker asker = new Asker(device, scope, Lane.PUSH);
        Window window = outgoing.window();
        stage.trace().note(device.name(), "pushes", scope, window.slots());
        Gateway.Request request = new Gateway.Request(Notes.key(scope), device.subject(), outgoing.push(), PATIENCE);
        link(device.name())
                .<PushReply>send(
                        answer -> gateway().push(request, answer),
                        reply -> asker.hear(
                                switch (reply) {
                                    case PushReply.Answered(var answer) -> {
                                        stage.promises().tell(new Happening.Heard(device.name(), scope, answer));
                                        yield new Event.PushAnswered(window, answer);
                                    }
                                    case PushReply.Failed(Fault fault) ->
                                        new Event.PushFailed(window, asker.fault(fault));
                                }),
                        lost -> asker.hear(new Event.PushFailed(window, fault(lost))));
    }

    @Override
    public void ask(Device device, String scope, Instruction.Ask ask) {
        Asker asker = new Asker(device, scope, Lane.PUSH);
        Window window = ask.culprit();
        link(device.name())
                .<AskReply>send(
                        answer -> answer.accept(gateway().ask(Notes.key(scope), device.subject(), window.operations())),
                        reply -> asker.hear(
                                switch (reply) {
                                    case AskReply.Answered(var answer) -> new Event.PushAnswered(window, answer);
                                    case AskReply.Unknown() -> new Event.OutcomeUnknown(window, ask.problem());
                                    case AskReply.Failed(Fault fault) ->
                                        new Event.PushFailed(window, asker.fault(fault));
                                }),
                        lost -> asker.hear(new Event.PushFailed(window, fault(lost))));
    }

    @Override
    public void pull(Device device, String scope, Instruction.Fetch fetch) {
        Asker asker = new Asker(device, scope, Lane.PULL);
        Reader reader = device.store().reader(scope);
        int version = Notes.version(device.store().types());
        int limit = dice.upTo(MOST_ROWS);
        MemberKey member = new MemberKey(Notes.key(scope), device.subject());
        link(device.name())
                .<Pulled>send(
                        answer ->
                                answer.accept(gateway().pull(member, reader.cursor(), reader.device(), version, limit)),
                        pulled -> heard(asker, fetch, reader, pulled),
                        lost -> asker.hear(new Event.PullFailed(fetch.ticket(), reader, fault(lost))));
    }

    private void heard(Asker asker, Instruction.Fetch fetch, Reader reader, Pulled pulled) {
        switch (pulled.reply()) {
            case PullReply.Page(var answered, boolean held) -> {
                // SCHEMA-17: a server that knows older versions only is read by this app's own declaration.
                boolean isOlder =
                        pulled.version() < Notes.version(asker.device.store().types());
                ChangesPage page = isOlder ? answered.map(asker.device.store()::adopt) : answered;
                Map<EntityKey, CanonicalRow.Live> server = new TreeMap<>(pulled.server());
                if (isOlder) {
                    server.replaceAll((key, row) -> asker.device.store().adopted(row));
                }
                stage.trace()
                        .note(asker.device.name(), "reads", asker.scope, page.from(), "to", page.to(), page.rows());
                asker.device.hear(
                        asker.life, asker.scope, new Event.PageArrived(fetch.ticket(), reader, page, held), server);
            }
            case PullReply.Failed(Fault fault) ->
                asker.hear(new Event.PullFailed(fetch.ticket(), reader, asker.fault(fault)));
        }
    }
}
