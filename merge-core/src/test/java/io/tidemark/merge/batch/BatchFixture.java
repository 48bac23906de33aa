package io.tidemark.merge.batch;

import io.tidemark.merge.OperationFixture;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import java.util.Optional;

/** Arrivals of one member's device. */
final class BatchFixture {
    static final ScopeKey SCOPE = new ScopeKey("demo", "notes");

    private BatchFixture() {}

    static Arrival arrival(Operation operation, long sequence, long previous) {
        return new Arrival(
                SCOPE, "alice", Optional.of("phone"), accepted(operation, Optional.of(new Link(sequence, previous))));
    }

    static Arrival sentBy(String subject, String device, Operation operation, long sequence, long previous) {
        return new Arrival(
                SCOPE, subject, Optional.of(device), accepted(operation, Optional.of(new Link(sequence, previous))));
    }

    static Arrival unlinked(Operation operation) {
        return new Arrival(SCOPE, "alice", Optional.empty(), accepted(operation, Optional.empty()));
    }

    static Arrival marker(Operation operation, Reason reason, long sequence, long previous) {
        return new Arrival(
                SCOPE,
                "alice",
                Optional.of("phone"),
                accepted(operation, Optional.of(new Link(sequence, previous))).refused(reason));
    }

    static MemoryStore aServer() {
        MemoryStore server = new MemoryStore(OperationFixture.TYPES, OperationFixture.EPOCH);
        server.admit(new MemberKey(SCOPE, "alice"));
        server.admit(new MemberKey(SCOPE, "bob"));
        return server;
    }

    static Outcome outcome(OperationResult result) {
        if (result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
            return outcome;
        }
        throw new AssertionError("not final: " + result.verdict());
    }

    private static Submission accepted(Operation operation, Optional<Link> link) {
        return new Submission.Accepted(operation, print(operation), new Envelope(link, 1, Optional.empty()));
    }

    private static Fingerprint print(Operation operation) {
        return Fingerprint.of(OperationCodec.payload(operation));
    }
}
