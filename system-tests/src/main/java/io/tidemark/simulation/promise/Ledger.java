package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What several promises want to know, written down once, outside of devices and server. */
final class Ledger {
    private final Map<OperationId, Edit> edits = new LinkedHashMap<>();
    private final Map<OperationId, OperationId> goesOnAs = new HashMap<>();
    private final Set<OperationId> excused = new HashSet<>();
    private final Map<OperationId, Set<Outcome>> decided = new LinkedHashMap<>();
    private final Set<OperationId> again = new HashSet<>();
    private final Set<String> forked = new HashSet<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private long orders;
    private final Map<OperationId, OperationId> joined = new HashMap<>();

    /** @param before the first edit that the clone has not on its disk */
    private record Origin(String device, long before) {}

    void on(Happening happening) {
        switch (happening) {
            case Happening.Saved saved -> {
                OperationId id = saved.operation().id();
                Optional<Edit> first = Optional.ofNullable(joined.remove(id)).flatMap(this::edit);
                edits.put(id, Edit.of(saved, first, orders++));
            }
            case Happening.Renamed(String ignored, OperationId before, OperationId after) -> {
                if (!before.equals(after)) {
                    goesOnAs.put(before, after);
                    if (again.contains(before)) {
                        again.add(after);
                    }
                    renamed(before, after);
                }
            }
            case Happening.SentAgain(String ignored, OperationId operation) -> again.add(operation);
            case Happening.Discarded(String ignored, OperationId operation) -> excused.add(operation);
            case Happening.RolledBack(String device, List<OperationId> lost) -> {
                excused.addAll(lost);
                forked.add(device);
            }
            case Happening.Cloned(String device, String twin) -> {
                forked.addAll(List.of(device, twin));
                origins.put(twin, new Origin(device, orders));
            }
            case Happening.Committed committed -> committed.plan().log().forEach(this::decided);
            case Happening.Withdrawn ignored -> {}
            case Happening.Left ignored -> {}
            case Happening.Heard ignored -> {}
            case Happening.Answered ignored -> {}
            case Happening.Checkpoint ignored -> {}
            case Happening.Shown ignored -> {}
            case Happening.Asked ignored -> {}
            case Happening.Quietened ignored -> {}
            case Happening.Started ignored -> {}
            case Happening.Membership ignored -> {}
            case Happening.Restored ignored -> {}
        }
    }

    /** Told before the second edit of a pair is saved, or without any edit: then it is the same one in other words. */
    private void renamed(OperationId before, OperationId after) {
        if (edit(before).isPresent() && !edits.containsKey(after)) {
            joined.put(after, before);
        }
    }

    private void decided(LogEntry entry) {
        decided.computeIfAbsent(entry.key().operation(), ignored -> new HashSet<>())
                .add(entry.outcome());
    }

    Optional<Edit> edit(OperationId id) {
        Edit edit = edits.get(id);
        return edit != null
                ? Optional.of(edit)
                : Optional.ofNullable(joined.get(id)).flatMap(this::edit);
    }

    Map<OperationId, Edit> edits() {
        return Collections.unmodifiableMap(edits);
    }

    boolean isExcused(OperationId id) {
        return excused.contains(id);
    }

    /** Whether it was a dead letter once, and has another place since. */
    boolean isSentAgain(OperationId id) {
        return again.contains(id);
    }

    /** Whether another device goes on, or has gone on, under its id. */
    boolean isForked(String device) {
        return forked.contains(device);
    }

    /** Whether the device made it, or began as a clone of one that had: a clone goes on in the same chain. */
    boolean isOwn(String device, Edit edit) {
        Origin origin = origins.get(device);
        return edit.device().equals(device)
                || (origin != null && edit.order() < origin.before() && isOwn(origin.device(), edit));
    }

    /** The operation as which it goes on, after all that has become of it. */
    OperationId latest(OperationId id) {
        OperationId at = id;
        while (goesOnAs.containsKey(at)) {
            at = goesOnAs.getOrDefault(at, at);
        }
        return at;
    }

    /** All outcomes that a server ever decided for it; more than one only if the server was restored in between. */
    Set<Outcome> outcomes(OperationId id) {
        return decided.getOrDefault(id, Set.of());
    }

    /** Whether a server, perhaps one that was restored since, has accepted it. */
    boolean wasAcceptedOnce(OperationId id) {
        return outcomes(id).stream().anyMatch(outcome -> outcome.status() != Status.REJECTED);
    }

    /** Whether servers have decided it both ways: one was restored in between, and memberships are not on the log. */
    boolean wasRefusedAndAccepted(OperationId id) {
        return wasAcceptedOnce(id) && outcomes(id).stream().anyMatch(outcome -> outcome.status() == Status.REJECTED);
    }

    Set<OperationId> everDecided() {
        return Collections.unmodifiableSet(decided.keySet());
    }
}
