package io.tidemark.gateway.enqueue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.outcome.OutcomesTail;
import io.tidemark.gateway.outcome.WaitingRoom;
import io.tidemark.gateway.outcome.WaitingRoom.Waiting;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Reply;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** A scope's lane of the log: puts a record there, and waits for what the merge says of its operations. */
@Singleton
public final class OperationsLane {
    /** For a record to be in the log, or not. */
    public static final Duration APPEND_LIMIT = OperationsTopic.LIMIT;

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final OperationsTopic topic;
    private final OutcomesTail tail;
    private final WaitingRoom room;
    private final GatewayMeters meters;

    OperationsLane(OperationsTopic topic, OutcomesTail tail, WaitingRoom room, GatewayMeters meters) {
        this.topic = topic;
        this.tail = tail;
        this.room = room;
        this.meters = meters;
    }

    /**
     * Succeeds once the record is in the log, and then as soon as something was said of all {@code awaited} operations,
     * or when {@code wait} is over; on the caller's own context.
     *
     * @param epoch the one that the answer will name
     * @return what was said in that time
     */
    public Uni<Map<OperationId, Verdict>> send(
            Access access,
            Optional<String> device,
            List<Submission> submissions,
            String epoch,
            Set<OperationId> awaited,
            Duration wait) {
        OperationsRecord record =
                new OperationsRecord(access.tenant(), access.scope(), access.subject(), device, submissions);
        Reply reply = new Reply(tail.partition(), UUID.randomUUID().toString());
        Executor caller = MutinyHelper.executor(Vertx.currentContext());
        Optional<Waiting> waiting =
                wait.isZero() ? Optional.empty() : room.enter(access, reply.request(), epoch, awaited);
        return append(record, reply)
                .emitOn(caller)
                .flatMap(inTheLog -> waiting.map(one -> said(one, wait, caller)).orElseGet(OperationsLane::nothing))
                .onTermination()
                .invoke(() -> waiting.ifPresent(Waiting::leave));
    }

    private Uni<Void> append(OperationsRecord record, Reply reply) {
        byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
        return topic.append(key, CanonicalJson.bytes(record.write()), headers(record, reply));
    }

    private Uni<Map<OperationId, Verdict>> said(Waiting one, Duration wait, Executor caller) {
        long since = System.nanoTime();
        CompletableFuture<Void> complete = one.complete();
        return Uni.createFrom()
                .completionStage(complete.copy())
                .ifNoItem()
                .after(wait)
                .recoverWithUni(Uni.createFrom().voidItem())
                .emitOn(caller)
                .invoke(() -> meters.waited(Duration.ofNanos(System.nanoTime() - since)))
                .map(done -> one.said());
    }

    private static Uni<Map<OperationId, Verdict>> nothing() {
        return Uni.createFrom().item(Map.of());
    }

    private List<Header> headers(OperationsRecord record, Reply reply) {
        List<Header> headers = new ArrayList<>(3);
        headers.add(header(OperationsRecord.VERSION_HEADER, OperationsRecord.VERSION));
        headers.add(header(OperationsRecord.REPLY_HEADER, reply.write()));
        record.submissions()
                .getFirst()
                .envelope()
                .traceparent()
                .filter(trace -> TRACEPARENT.matcher(trace).matches())
                .ifPresent(trace -> headers.add(header("traceparent", trace)));
        return headers;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
