package io.tidemark.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.http.Replies.Received;
import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport.AskReply;
import io.tidemark.agent.sync.Transport.PullReply;
import io.tidemark.agent.sync.Transport.PushReply;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepliesTest {
    private static final Json ANSWER = new PushAnswer("e", List.of()).write();

    private static Received ours(int status, Json body) {
        return new Received(status, Optional.of("1"), Optional.empty(), Optional.empty(), Optional.of(body));
    }

    private static Received ours(ProblemType type) {
        return ours(type.status(), Problem.of(type).write());
    }

    private static Fault fault(Received received) {
        return Replies.push(received) instanceof PushReply.Failed(Fault fault) ? fault : Fault.because(WaitReason.NONE);
    }

    @Test
    void answerCounts_whenItIsOurs() {
        assertThat(Replies.push(ours(200, ANSWER))).isInstanceOf(PushReply.Answered.class);
        assertThat(Replies.push(ours(202, ANSWER))).isInstanceOf(PushReply.Answered.class);
    }

    @Test
    void nothingCounts_whenTheHeaderIsMissingOrTheBodyIsForeign() {
        // Given
        Fault expected = Fault.because(WaitReason.NOT_OUR_SERVER);

        // When, Then
        assertThat(fault(new Received(200, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ANSWER))))
                .isEqualTo(expected);
        assertThat(fault(new Received(200, Optional.of("1"), Optional.empty(), Optional.empty(), Optional.empty())))
                .isEqualTo(expected);
        assertThat(fault(ours(200, Json.of("welcome")))).isEqualTo(expected);
        assertThat(fault(ours(302, Json.NULL))).isEqualTo(expected);
        assertThat(fault(new Received(
                        400,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Problem.of(ProblemType.MALFORMED_REQUEST).write()))))
                .isEqualTo(expected);
    }

    @Test
    void problemIsForeign_whenItComesUnderAnotherStatus() {
        // When
        Fault fault = fault(ours(400, Problem.of(ProblemType.BODY_TOO_LARGE).write()));

        // Then
        assertThat(fault).isEqualTo(Fault.because(WaitReason.NOT_OUR_SERVER));
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void onlyA400Or413Or422ThatNeverSucceedsCostsAnything_whenTheServerNamesAProblem(ProblemType type) {
        // When
        Fault fault = fault(ours(type));

        // Then
        boolean costs = List.of(400, 413, 422).contains(type.status()) && type.retry() == ProblemType.Retry.NEVER;
        assertThat(fault instanceof Fault.Refused).isEqualTo(costs);
        assertThat(fault instanceof Fault.Resync).isEqualTo(type.retry() == ProblemType.Retry.RESYNC);
    }

    @Test
    void retryAfterIsHonoured_whenItIsANumberOfSeconds() {
        // Given
        Received busy = new Received(503, Optional.empty(), Optional.of("7"), Optional.empty(), Optional.empty());
        Received dated = new Received(
                429,
                Optional.of("1"),
                Optional.of("Wed, 21 Oct 2026 07:28:00 GMT"),
                Optional.empty(),
                Optional.empty());

        // When, Then
        assertThat(fault(busy))
                .isEqualTo(new Fault.Transient(WaitReason.SERVER_TROUBLE, Optional.of(Duration.ofSeconds(7))));
        assertThat(fault(dated)).isEqualTo(Fault.because(WaitReason.TOO_MANY_REQUESTS));
    }

    @Test
    void accessIsLost_whenTheServerSaysSoAndNobodyElse() {
        // Given
        Json body = Problem.of(ProblemType.SCOPE_NOT_FOUND).write();
        Received foreign = new Received(404, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(body));

        // When, Then
        assertThat(Replies.pull(ours(ProblemType.SCOPE_NOT_FOUND)))
                .isEqualTo(new PullReply.Failed(new Fault.NoAccess()));
        assertThat(Replies.pull(foreign)).isEqualTo(new PullReply.Failed(Fault.because(WaitReason.NOT_OUR_SERVER)));
    }

    @Test
    void outcomeIsUnknown_whenTheServerSaysSoAndNobodyElse() {
        // Given
        Json decided = Json.Obj.of(Map.of(
                "epoch", Json.of("e"),
                "operationId", Json.of("0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f"),
                "status", Json.of("rejected"),
                "reason", Json.of("expired")));

        // When, Then
        assertThat(Replies.ask(ours(ProblemType.OPERATION_UNKNOWN))).isEqualTo(new AskReply.Unknown());
        assertThat(Replies.ask(ours(404, Json.NULL)))
                .isEqualTo(new AskReply.Failed(Fault.because(WaitReason.NOT_OUR_SERVER)));
        assertThat(Replies.ask(ours(200, decided))).isInstanceOf(AskReply.Answered.class);
        assertThat(Replies.ask(ours(200, ANSWER))).isInstanceOf(AskReply.Failed.class);
    }

    @Test
    void feedIsTakenFromTheStart_whenThePullIsToldSo() {
        assertThat(Replies.pull(ours(ProblemType.CURSOR_EXPIRED)))
                .isEqualTo(new PullReply.Failed(new Fault.Resync(ProblemType.CURSOR_EXPIRED)));
    }
}
