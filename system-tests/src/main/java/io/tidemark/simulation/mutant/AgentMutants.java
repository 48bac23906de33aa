package io.tidemark.simulation.mutant;

import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.Fault.Refused;
import io.tidemark.agent.sync.Fault.Transient;
import io.tidemark.agent.sync.Moment;
import io.tidemark.agent.sync.ScopeMachine;
import io.tidemark.agent.sync.ScopeMachine.ScopeState;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.agent.sync.Window;
import io.tidemark.laws.history.Dice;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.device.DeviceStore;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Stage;
import java.util.Optional;

/** Bugs of the device's machine: what it hears, and what it makes of it. */
final class AgentMutants {
    private AgentMutants() {}

    /** Hears something else than was said. */
    private interface Hearing {
        Event instead(Device device, String scope, Event event);
    }

    private static Parts hearing(Hearing hearing) {
        return new Parts() {
            @Override
            public Device device(
                    Stage stage, String name, String subject, DeviceStore store, Device.Requests requests, Dice dice) {
                return new Device(stage, name, subject, store, requests, dice) {
                    @Override
                    protected ScopeMachine.Turn step(String scope, ScopeState state, Event event, Moment moment) {
                        return super.step(scope, state, hearing.instead(this, scope, event), moment);
                    }
                };
            }
        };
    }

    static Parts takesAcceptedForDone() {
        return hearing((device, scope, event) -> {
            if (event instanceof Event.PushAnswered(Window ignored, PushAnswer answer)) {
                answer.results().stream()
                        .filter(result -> result.verdict() instanceof Verdict.Pending)
                        .forEach(result -> device.store().rows(scope).queue.removeIf(entry -> entry.id()
                                .equals(result.operation())));
            }
            return event;
        });
    }

    static Parts countsTroubleOfTheNetwork() {
        return hearing((device, scope, event) -> event instanceof Event.PushFailed(Window window, Transient trouble)
                        && trouble.reason() != WaitReason.TOO_MANY_REQUESTS
                ? new Event.PushFailed(window, new Refused(ProblemType.BODY_TOO_LARGE))
                : event);
    }

    static Parts ignoresRetryAfter() {
        return hearing((device, scope, event) -> switch (event) {
            case Event.PushFailed(Window window, Transient trouble) ->
                new Event.PushFailed(window, new Transient(trouble.reason(), Optional.empty()));
            case Event.PullFailed(long ticket, var reader, Transient trouble) ->
                new Event.PullFailed(ticket, reader, new Transient(trouble.reason(), Optional.empty()));
            default -> event;
        });
    }

    /** A queue that waits for the server's answer of a request that nobody carries any more. */
    static Parts forgetsThatARequestHasFailed() {
        return hearing((device, scope, event) ->
                event instanceof Event.PushFailed failed && failed.fault() instanceof Transient
                        ? new Event.OutcomesStored()
                        : event);
    }
}
