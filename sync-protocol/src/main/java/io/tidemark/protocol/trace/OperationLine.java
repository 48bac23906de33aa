package io.tidemark.protocol.trace;

import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.util.Optional;

/** What a service says of one operation: ids and verdicts, never a tenant, a scope, an entity or a value. */
public record OperationLine(OperationId operation, Optional<TraceParent> trace, Verdict verdict) {
    public static OperationLine of(Submission submission, Verdict verdict) {
        return new OperationLine(
                submission.id(), submission.envelope().traceparent().flatMap(TraceParent::parse), verdict);
    }

    /** Whether spans of its way are wanted. */
    public boolean isSampled() {
        return trace.filter(TraceParent::sampled).isPresent();
    }

    /** Whether somebody may ask about it: a decision against it, a broken chain, or a trace that is followed. */
    public boolean isNotable() {
        return isSampled()
                || switch (verdict) {
                    case Verdict.Final(Outcome outcome, boolean replayed) ->
                        !replayed && (outcome.status() == Status.REJECTED || outcome.status() == Status.CONFLICT);
                    case Verdict.Pending() -> false;
                    case Verdict.OutOfOrder ignored -> true;
                    case Verdict.DeviceForked() -> true;
                    case Verdict.Deferred() -> true;
                };
    }

    public String status() {
        return switch (verdict) {
            case Verdict.Final(Outcome outcome, boolean ignored) ->
                outcome.status().slug();
            case Verdict.Pending() -> "pending";
            case Verdict.OutOfOrder ignored -> "out-of-order";
            case Verdict.DeviceForked() -> "device-forked";
            case Verdict.Deferred() -> "deferred";
        };
    }

    public Optional<Reason> reason() {
        return verdict instanceof Verdict.Final(Outcome outcome, boolean ignored) ? outcome.reason() : Optional.empty();
    }

    /** As {@code name=value}, for people and for machines. */
    public String text() {
        return "operation=" + operation
                + trace.map(of -> " trace=" + of.traceId()).orElse("") + " status=" + status()
                + reason().map(why -> " reason=" + why.slug()).orElse("");
    }
}
