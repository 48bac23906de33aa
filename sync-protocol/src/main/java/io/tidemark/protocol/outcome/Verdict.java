package io.tidemark.protocol.outcome;

/** What is said of one operation in one answer. Only {@link Final} ends it. */
public sealed interface Verdict {
    /** @param replayed the outcome was decided before, by an earlier send */
    record Final(Outcome outcome, boolean replayed) implements Verdict {}

    /** In Kafka, on all in-sync replicas; not merged yet. */
    record Pending() implements Verdict {}

    /**
     * An operation before it has not arrived.
     *
     * @param expected the last sequence that the server has decided: send again from the one after it
     */
    record OutOfOrder(long expected) implements Verdict {}

    /** The sequence was used by another operation: the device was cloned, or restored from a backup. */
    record DeviceForked() implements Verdict {}

    /** The server does not know this schema version yet: neither enqueued nor logged. */
    record Deferred() implements Verdict {}
}
