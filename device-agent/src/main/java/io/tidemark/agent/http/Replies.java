package io.tidemark.agent.http;

import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport.AskReply;
import io.tidemark.agent.sync.Transport.PullReply;
import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an answer means (AG-2). Pure: status, two headers and a body in, a reply out. */
final class Replies {
    static final String PROTOCOL_HEADER = "Tidemark-Protocol";
    static final String PROTOCOL = "1";

    private static final String WAIT = "wait";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private Replies() {}

    /**
     * An answer as it came.
     *
     * @param protocol of the header that only Tidemark sends
     * @param applied the preference that the server followed
     * @param body empty if it is not JSON within our bounds
     */
    record Received(
            int status,
            Optional<String> protocol,
            Optional<String> retryAfter,
            Optional<String> applied,
            Optional<Json> body) {
        boolean isOurs() {
            return protocol.filter(PROTOCOL::equals).isPresent();
        }

        Json json() throws InvalidShape {
            return body.orElseThrow(() -> new InvalidShape("", "it is not JSON"));
        }
    }

    static Optional<Json> json(byte[] body) {
        try {
            return Optional.of(JsonReader.read(body));
        } catch (InvalidJson e) {
            return Optional.empty();
        }
    }

    static boolean isStream(int status, HttpHeaders headers) {
        return status == OK
                && headers.firstValue(PROTOCOL_HEADER).filter(PROTOCOL::equals).isPresent()
                && headers.firstValue("Content-Type")
                        .filter(type -> type.startsWith("text/event-stream"))
                        .isPresent();
    }

    static PushReply push(Received answer) {
        if (answer.isOurs() && (answer.status() == OK || answer.status() == ACCEPTED)) {
            try {
                return new PushReply.Answered(PushAnswer.read(answer.json()));
            } catch (InvalidShape e) {
                return new PushReply.Failed(Fault.because(WaitReason.NOT_OUR_SERVER));
            }
        }
        return new PushReply.Failed(fault(answer));
    }

    static PullReply pull(Received answer) {
        if (answer.isOurs() && answer.status() == OK) {
            try {
                boolean held =
                        answer.applied().filter(text -> text.startsWith(WAIT)).isPresent();
                return new PullReply.Page(ChangesPage.read(answer.json()), held);
            } catch (InvalidShape e) {
                return new PullReply.Failed(Fault.because(WaitReason.NOT_OUR_SERVER));
            }
        }
        return new PullReply.Failed(fault(answer));
    }

    /** One operation: a result of a push, and the epoch beside it. */
    static AskReply ask(Received answer) {
        if (answer.isOurs() && answer.status() == OK) {
            try {
                Json json = answer.json();
                String epoch = Members.of(json, "").string("epoch");
                return new AskReply.Answered(new PushAnswer(epoch, List.of(ResultCodec.read(json))));
            } catch (InvalidShape e) {
                return new AskReply.Failed(Fault.because(WaitReason.NOT_OUR_SERVER));
            }
        }
        return problem(answer).filter(Replies::knowsNothing).isPresent()
                ? new AskReply.Unknown()
                : new AskReply.Failed(fault(answer));
    }

    /** A server that cannot be asked knows of nothing, either: the queue must not wait for it for ever. */
    private static boolean knowsNothing(ProblemType type) {
        return type == ProblemType.OPERATION_UNKNOWN
                || (type.retry() == ProblemType.Retry.NEVER && type != ProblemType.SCOPE_NOT_FOUND);
    }

    private static Fault fault(Received answer) {
        Optional<Duration> retryAfter = answer.retryAfter().flatMap(Replies::seconds);
        // A proxy in between says these too, without our header; they cost nothing, whoever says them.
        if (answer.status() == UNAUTHORIZED) {
            return Fault.because(WaitReason.TOKEN_REFUSED);
        }
        if (answer.status() == TOO_MANY_REQUESTS) {
            return new Fault.Transient(WaitReason.TOO_MANY_REQUESTS, retryAfter);
        }
        if (answer.status() >= SERVER_ERROR) {
            return new Fault.Transient(WaitReason.SERVER_TROUBLE, retryAfter);
        }
        return problem(answer)
                .map(type -> fault(type, retryAfter))
                .orElseGet(() -> Fault.because(WaitReason.NOT_OUR_SERVER));
    }

    private static Fault fault(ProblemType type, Optional<Duration> retryAfter) {
        if (type == ProblemType.SCOPE_NOT_FOUND) {
            return new Fault.NoAccess();
        }
        if (type == ProblemType.SCHEMA_TOO_NEW) {
            return new Fault.Transient(WaitReason.SCHEMA_TOO_NEW, retryAfter);
        }
        return switch (type.retry()) {
            case RESYNC -> new Fault.Resync(type);
            case NEVER ->
                switch (type.status()) {
                    case 400, 413, 422 -> new Fault.Refused(type);
                    default -> Fault.because(WaitReason.REQUEST_REFUSED);
                };
            case SAME, LATER -> new Fault.Transient(WaitReason.SERVER_TROUBLE, retryAfter);
        };
    }

    /** Of our registry, and under the status that belongs to it. */
    private static Optional<ProblemType> problem(Received answer) {
        if (!answer.isOurs()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Problem.read(answer.json()).type()).filter(type -> type.status() == answer.status());
        } catch (InvalidShape e) {
            return Optional.empty();
        }
    }

    /** Only the form in seconds: a date would be read by a clock that may be wrong. */
    private static Optional<Duration> seconds(String text) {
        try {
            long seconds = Long.parseLong(text.trim());
            return seconds >= 0 && seconds <= Integer.MAX_VALUE
                    ? Optional.of(Duration.ofSeconds(seconds))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
