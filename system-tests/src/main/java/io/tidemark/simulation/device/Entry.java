package io.tidemark.simulation.device;

import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A row of a device's queue. */
public final class Entry {
    /** As the column of that name. */
    public enum State {
        UNDECIDED,
        DECIDED,
        REJECTED
    }

    public final long ordinal;
    public Operation operation;
    public int bytes;
    public long sequence;
    public long previous;
    public int sends;
    public int refusals;
    public State state = State.UNDECIDED;
    public String epoch = "";
    public OptionalLong position = OptionalLong.empty();

    /** The feed has passed it, though its outcome is not known: it shows no more. */
    public boolean passed;

    /** It was acknowledged once, by a server that has been restored since. */
    public boolean resent;

    Entry(long ordinal, Operation operation, int bytes) {
        this.ordinal = ordinal;
        this.operation = operation;
        this.bytes = bytes;
    }

    Entry copy() {
        Entry copy = new Entry(ordinal, operation, bytes);
        copy.sequence = sequence;
        copy.previous = previous;
        copy.sends = sends;
        copy.refusals = refusals;
        copy.state = state;
        copy.epoch = epoch;
        copy.position = position;
        copy.passed = passed;
        copy.resent = resent;
        return copy;
    }

    public OperationId id() {
        return operation.id();
    }

    Optional<UUID> transaction() {
        return operation.transaction().map(TransactionPart::id);
    }

    Slot slot() {
        return new Slot(id(), sequence, previous, refusals, transaction());
    }

    Json wire() {
        Envelope envelope = new Envelope(Optional.of(new Link(sequence, previous)), sends + 1, Optional.empty());
        return OperationCodec.write(OperationCodec.payload(operation), envelope);
    }

    void forget() {
        state = State.UNDECIDED;
        epoch = "";
        position = OptionalLong.empty();
    }
}
