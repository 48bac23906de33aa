package io.tidemark.gateway.entity;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.enqueue.OperationsLane;
import io.tidemark.gateway.store.Store;
import io.tidemark.protocol.admission.LogView;
import io.tidemark.protocol.admission.LoggedOperation;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An operation without a device chain on its way to a verdict: the log first, then the merge, then the log again. */
@Singleton
final class EntityWrite {
    private final SubmissionReader reader;
    private final Store store;
    private final OperationsLane lane;

    EntityWrite(SubmissionReader reader, Store store, OperationsLane lane) {
        this.reader = reader;
        this.store = store;
        this.lane = lane;
    }

    /** @param epoch to which the verdict's version and position belong */
    record Decided(OperationId id, Verdict verdict, String epoch) {}

    /** Fails with a {@link Refusal} what the rules refuse; without a chain there is no hole to fill. */
    Uni<Decided> decide(Access access, Json payload, Duration wait) {
        Submission.Accepted operation = accepted(payload);
        return look(access, operation).flatMap(view -> known(operation, view)
                .map(verdict -> Uni.createFrom().item(new Decided(operation.id(), verdict, view.epoch())))
                .orElseGet(() -> sent(access, operation, view.epoch(), wait)));
    }

    private Submission.Accepted accepted(Json payload) {
        Submission submission;
        try {
            submission = reader.readSingle(payload);
        } catch (InvalidShape invalid) {
            throw new Refusal(ProblemType.MALFORMED_REQUEST, String.valueOf(invalid.getMessage()));
        }
        return switch (submission) {
            case Submission.Accepted accepted -> accepted;
            case Submission.Refused refused -> throw EntityRequest.refused(refused.reason());
            case Submission.Deferred ignored -> throw new Refusal(ProblemType.SCHEMA_TOO_NEW);
        };
    }

    private Uni<LogView> look(Access access, Submission operation) {
        return store.lookUpOperations(access, Optional.empty(), List.of(operation.id()));
    }

    private static Optional<Verdict> known(Submission operation, LogView view) {
        return Optional.ofNullable(view.known().get(operation.id()))
                .map(logged -> new Verdict.Final(outcome(operation, logged), true));
    }

    private static Outcome outcome(Submission operation, LoggedOperation logged) {
        return logged.fingerprint().equals(operation.fingerprint())
                ? logged.outcome()
                : Outcome.rejected(Reason.ID_REUSED);
    }

    private Uni<Decided> sent(Access access, Submission operation, String epoch, Duration wait) {
        OperationId id = operation.id();
        return lane.send(access, Optional.empty(), List.of(operation), epoch, Set.of(id), wait)
                .flatMap(said -> verdict(access, operation, said, wait))
                .map(verdict -> new Decided(id, verdict, epoch));
    }

    private Uni<Verdict> verdict(Access access, Submission operation, Map<OperationId, Verdict> said, Duration wait) {
        Verdict heard = said.get(operation.id());
        if (heard != null || wait.isZero()) {
            return Uni.createFrom().item(heard == null ? new Verdict.Pending() : heard);
        }
        return look(access, operation)
                .map(view -> firstKnown(operation, view))
                .onFailure()
                .recoverWithItem(new Verdict.Pending());
    }

    private static Verdict firstKnown(Submission operation, LogView view) {
        LoggedOperation logged = view.known().get(operation.id());
        return logged == null ? new Verdict.Pending() : new Verdict.Final(outcome(operation, logged), false);
    }
}
