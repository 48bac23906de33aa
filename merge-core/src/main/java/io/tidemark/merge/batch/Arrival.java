package io.tidemark.merge.batch;

import io.tidemark.merge.Author;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.OperationsRecord;
import java.util.List;
import java.util.Optional;

/**
 * One operation as it came out of the log, in its place.
 *
 * @param device empty for a single-entity request
 */
public record Arrival(ScopeKey scope, String subject, Optional<String> device, Submission submission) {

    public static List<Arrival> of(OperationsRecord record) {
        ScopeKey scope = new ScopeKey(record.tenant(), record.scope());
        return record.submissions().stream()
                .map(submission -> new Arrival(scope, record.subject(), record.device(), submission))
                .toList();
    }

    /** The same operation in the same place, refused. */
    public Arrival refused(Reason reason) {
        return new Arrival(scope, subject, device, submission.refused(reason));
    }

    OperationKey operation() {
        return new OperationKey(scope, submission.id());
    }

    MemberKey member() {
        return new MemberKey(scope, subject);
    }

    Optional<DeviceKey> chain() {
        return device.map(name -> new DeviceKey(scope, subject, name));
    }

    /** The entity that it names, if that can be read. */
    Optional<EntityKey> entity() {
        return switch (submission) {
            case Submission.Accepted accepted ->
                Optional.of(accepted.operation().entity());
            case Submission.Refused refused -> refused.entity();
            case Submission.Deferred ignored -> Optional.empty();
        };
    }

    /**
     * Without a chain an operation is decided anew once the log has dropped it: the copy that it made then stands, and
     * may have been edited or resolved (IDEM-13).
     */
    Optional<RowKey> copyMadeBefore() {
        return device.isEmpty()
                ? entity().map(entity -> new RowKey(scope, author().copyOf(entity, submission.id())))
                : Optional.empty();
    }

    /** What this author did to the entity before goes for what he does to it now. */
    Optional<AuthoredRow> authoredRow() {
        return device.flatMap(
                name -> entity().map(entity -> new AuthoredRow(new RowKey(scope, entity), subject, name)));
    }

    Optional<Link> link() {
        return submission.envelope().link();
    }

    /** A device belongs to a subject: another subject's device of the same name is another author. */
    public Author author() {
        return new Author(scope.text(), Keys.scope(subject, device.orElse("")), device.isPresent());
    }
}
