package io.tidemark.simulation.server;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.lane.Chronicle;
import io.tidemark.merge.lane.Ground;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.admission.LogView;
import io.tidemark.protocol.admission.LoggedOperation;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.OperationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * PostgreSQL: one state, changed by whole transactions, kept through every crash, and taken back by a restore. What it
 * holds beside rows, log and marks: where each lane of the log is merged, and which epoch this is.
 */
public class Database {
    /** Named by the commit, so that readers of the promises can tell what travelled with a backup. */
    public record Commit(List<Arrival> arrivals, Plan plan) {}

    private final Chronicle.Identity recorded = identity(1);
    private final Consumer<Commit> listener;
    private MemoryStore store;
    private EntityTypes types;
    private Map<Integer, Long> positions = new TreeMap<>();
    private Set<String> epochs = new HashSet<>();
    private final String firstEpoch;
    private String epoch;
    private Optional<String> reported = Optional.empty();
    private List<Commit> history = new ArrayList<>();
    private long starts;
    private int epochsBegun;
    public boolean isUp = true;

    /** The next commit takes place, and whoever asked for it is told that it failed. */
    public boolean leavesInDoubt;

    /** @param expected the position that must stand there */
    public record Claim(int lane, long expected, long next) {}

    /** Somebody else has moved a position, or this is another database than it was: nothing was written. */
    public static final class LostClaim extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** The database cannot be reached, or what became of a commit is not known. */
    public static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** All that a backup holds. */
    public record Backup(
            MemoryStore store,
            Map<Integer, Long> positions,
            Set<String> epochs,
            String epoch,
            Optional<String> reported,
            List<Commit> history) {}

    /** @param listener told of each commit, whatever its client hears */
    public Database(EntityTypes types, MemoryStore.Planning planning, Consumer<Commit> listener) {
        this.listener = listener;
        this.types = types;
        this.epoch = nextEpoch();
        this.firstEpoch = epoch;
        this.epochs.add(epoch);
        this.store = new MemoryStore(types, epoch, planning);
    }

    private String nextEpoch() {
        return new UUID(0xE0C4L, ++epochsBegun).toString();
    }

    private static Chronicle.Identity identity(long timeline) {
        return new Chronicle.Identity(OptionalLong.of(1), OptionalLong.of(timeline));
    }

    public MemoryStore store() {
        return store;
    }

    /** Every commit that this database's data come from, oldest first. */
    public List<Commit> history() {
        return Collections.unmodifiableList(history);
    }

    public Ground ground() {
        return new Ground(epoch, Instant.ofEpochSecond(starts));
    }

    public Chronicle chronicle() {
        requireUp();
        return new Chronicle(ground(), firstEpoch, epochs, recorded, recorded, reported);
    }

    public Map<Integer, Long> positions() {
        requireUp();
        return new TreeMap<>(positions);
    }

    /** As an operator sees them, whoever cannot reach it. */
    public Map<Integer, Long> positionsNow() {
        return new TreeMap<>(positions);
    }

    public Map<ScopeKey, Long> heads(Collection<ScopeKey> scopes) {
        Map<ScopeKey, Long> heads = new HashMap<>();
        scopes.forEach(scope -> heads.put(scope, store.head(scope)));
        return heads;
    }

    protected final void requireUp() {
        if (!isUp) {
            throw new Away();
        }
    }

    /** MS-1 to MS-3, MS-14: claims, then effects; all of it or nothing. */
    public Plan merge(Ground expected, List<Claim> claims, List<Arrival> arrivals) throws LostClaim {
        requireUp();
        if (!ground().equals(expected) || !areHeld(claims)) {
            throw new LostClaim();
        }
        claims.forEach(claim -> positions.put(claim.lane(), claim.next()));
        Plan plan = store.commit(arrivals);
        Commit commit = new Commit(arrivals, plan);
        history.add(commit);
        listener.accept(commit);
        if (leavesInDoubt) {
            leavesInDoubt = false;
            throw new Away();
        }
        return plan;
    }

    protected boolean areHeld(List<Claim> claims) {
        return claims.stream().allMatch(claim -> positions.getOrDefault(claim.lane(), -1L) == claim.expected());
    }

    /** MS-7. @return whether nobody else was first */
    public boolean settle(int lane, OptionalLong before, long position) {
        requireUp();
        Long stands = positions.get(lane);
        if (before.isPresent() ? stands == null || stands != before.getAsLong() : stands != null) {
            return false;
        }
        positions.put(lane, position);
        return true;
    }

    public LogView look(ScopeKey scope, String subject, Optional<String> device, List<OperationId> ids) {
        requireUp();
        Mark mark = device.map(name -> store.mark(new DeviceKey(scope, subject, name)))
                .orElse(Mark.NONE);
        Map<OperationId, LoggedOperation> known = new HashMap<>();
        for (OperationId id : ids) {
            Optional<LogEntry> logged = store.logged(new OperationKey(scope, id));
            logged.ifPresent(entry -> known.put(id, new LoggedOperation(entry.fingerprint(), entry.outcome())));
        }
        return new LogView(epoch, mark.sequence(), mark.logFloor(), known);
    }

    /** A gateway met a cursor ahead of its scope's head; it looks for itself. */
    public void witnessAhead(ScopeKey scope, String cursorEpoch, long position) {
        if (cursorEpoch.equals(epoch) && position > store.head(scope)) {
            reported = Optional.of("a cursor is ahead of the feed");
        }
    }

    /** Whether a gateway has met what cannot be in this epoch. */
    public boolean isDoubted() {
        return reported.isPresent();
    }

    public Backup backup() {
        return new Backup(
                store.copy(types, epoch),
                new TreeMap<>(positions),
                new HashSet<>(epochs),
                epoch,
                reported,
                new ArrayList<>(history));
    }

    /** The process stops, its data are a backup's, and it starts: it does not know that anything is different. */
    public void restore(Backup backup) {
        store = backup.store().copy(types, backup.epoch());
        positions = new TreeMap<>(backup.positions());
        epochs = new HashSet<>(backup.epochs());
        epoch = backup.epoch();
        reported = backup.reported();
        history = new ArrayList<>(backup.history());
        starts++;
    }

    /** MS-13, under the lock that merges hold, too. @return whether it was not declared already */
    public boolean declareRestore(String expected, Set<String> lost) {
        requireUp();
        if (!expected.equals(epoch)) {
            return false;
        }
        epochs.addAll(lost);
        epoch = nextEpoch();
        epochs.add(epoch);
        reported = Optional.empty();
        store = store.copy(types, epoch);
        return true;
    }

    /** The services come with a newer declaration. */
    public void upgrade(EntityTypes newer) {
        types = newer;
        store = store.copy(newer, epoch);
    }
}
