package io.tidemark.simulation.device;

import io.tidemark.agent.sync.StoredWait;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What a device's tables hold of one scope. */
public final class ScopeRows {
    /** As the column of that name. */
    enum Staging {
        NONE,
        DELTA,
        FULL
    }

    public final TreeMap<EntityKey, CanonicalRow.Live> canonical = new TreeMap<>();
    public final List<Entry> queue = new ArrayList<>();
    public final List<Entry> journal = new ArrayList<>();
    public final List<Letter> letters = new ArrayList<>();
    final TreeMap<EntityKey, CanonicalRow> staged = new TreeMap<>();
    public Optional<String> epoch = Optional.empty();
    public long position;
    Optional<String> cursor = Optional.empty();
    Staging staging = Staging.NONE;
    Optional<String> stagedEpoch = Optional.empty();
    long stagedPosition;
    Optional<String> stagedCursor = Optional.empty();
    long lastSequence;
    long lastLink;
    long nextRun;
    long quietUntil;
    int failures;
    WaitReason waiting = WaitReason.NONE;

    /** @param decided whether the refusal is the operation's outcome */
    public record Letter(Entry entry, String reason, boolean decided) {}

    ScopeRows copy() {
        ScopeRows copy = new ScopeRows();
        copy.canonical.putAll(canonical);
        queue.forEach(entry -> copy.queue.add(entry.copy()));
        journal.forEach(entry -> copy.journal.add(entry.copy()));
        copy.letters.addAll(letters);
        copy.staged.putAll(staged);
        copy.epoch = epoch;
        copy.position = position;
        copy.cursor = cursor;
        copy.staging = staging;
        copy.stagedEpoch = stagedEpoch;
        copy.stagedPosition = stagedPosition;
        copy.stagedCursor = stagedCursor;
        copy.lastSequence = lastSequence;
        copy.lastLink = lastLink;
        copy.nextRun = nextRun;
        copy.quietUntil = quietUntil;
        copy.failures = failures;
        copy.waiting = waiting;
        return copy;
    }

    StoredWait storedWait(long wall) {
        return new StoredWait(nextRun - wall, quietUntil - wall, failures, waiting);
    }

    boolean isTogether(Entry one, Entry other) {
        return one == other
                || one.transaction()
                        .filter(id -> other.transaction().equals(Optional.of(id)))
                        .isPresent();
    }

    void dropStage() {
        staged.clear();
        staging = Staging.NONE;
        stagedEpoch = Optional.empty();
        stagedPosition = 0;
        stagedCursor = Optional.empty();
    }
}
