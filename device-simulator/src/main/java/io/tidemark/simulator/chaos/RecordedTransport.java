package io.tidemark.simulator.chaos;

import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.history.HistoryFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An agent's way to the server, every call and answer of which is taken down. */
final class RecordedTransport implements Transport {
    private final Transport way;
    private final HistoryFile history;
    private final String owner;

    RecordedTransport(Transport way, HistoryFile history, String owner) {
        this.way = way;
        this.history = history;
        this.owner = owner;
    }

    @Override
    public PushReply push(String scope, Push push) {
        long call = history.newCall();
        List<OperationId> operations =
                push.operations().stream().map(RecordedTransport::id).toList();
        history.note(at -> new Entry.Push(at, call, owner, scope, operations));
        PushReply reply = way.push(scope, push);
        switch (reply) {
            case PushReply.Answered(PushAnswer answer) -> told(call, answer);
            case PushReply.Failed(Fault fault) -> failed(call, fault);
        }
        return reply;
    }

    @Override
    public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        long call = history.newCall();
        history.note(at -> new Entry.Pull(at, call, owner, scope, cursor));
        PullReply reply = way.pull(scope, cursor, device, limit, hold);
        switch (reply) {
            case PullReply.Page(ChangesPage page, boolean ignored) ->
                history.note(at -> new Entry.Page(
                        at,
                        call,
                        page.epoch(),
                        page.from(),
                        page.to(),
                        page.cursor(),
                        page.checkpoint(),
                        page.rows().stream()
                                .map(row -> new Entry.Place(row.entity(), row.version(), row.position()))
                                .toList()));
            case PullReply.Failed(Fault fault) -> failed(call, fault);
        }
        return reply;
    }

    @Override
    public AskReply ask(String scope, List<OperationId> operations) {
        long call = history.newCall();
        history.note(at -> new Entry.Ask(at, call, owner, scope, operations));
        AskReply reply = way.ask(scope, operations);
        switch (reply) {
            case AskReply.Answered(PushAnswer answer) -> told(call, answer);
            case AskReply.Unknown() -> history.note(at -> new Entry.Failed(at, call, "unknown"));
            case AskReply.Failed(Fault fault) -> failed(call, fault);
        }
        return reply;
    }

    private void told(long call, PushAnswer answer) {
        history.note(at -> new Entry.Told(at, call, answer.epoch(), answer.results()));
    }

    private void failed(long call, Fault fault) {
        history.note(at -> new Entry.Failed(at, call, words(fault)));
    }

    private static String words(Fault fault) {
        return switch (fault) {
            case Fault.Transient passing -> passing.reason().name();
            case Fault.Refused refused -> refused.problem().slug();
            case Fault.Resync resync -> resync.problem().slug();
            case Fault.NoAccess() -> "no-access";
        };
    }

    private static OperationId id(Json operation) {
        try {
            return OperationCodec.id(Members.of(operation, "operation"));
        } catch (InvalidShape e) {
            throw new IllegalStateException("an agent sends an operation without an id", e);
        }
    }
}
