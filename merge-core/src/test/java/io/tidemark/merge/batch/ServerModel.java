package io.tidemark.merge.batch;

import static io.tidemark.merge.OperationFixture.EPOCH;
import static io.tidemark.merge.OperationFixture.TYPES;

import io.tidemark.merge.EntityState;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The store of the merge service in memory: what a transaction reads and writes, with the real rules between. */
final class ServerModel {
    final TreeMap<RowKey, EntityState> rows = new TreeMap<>();
    final Map<OperationKey, LogEntry> log = new HashMap<>();
    final Map<DeviceKey, Mark> marks = new HashMap<>();
    final Map<ScopeKey, Long> heads = new HashMap<>();
    final Set<MemberKey> members = new HashSet<>();
    private final EntityTypes types;

    ServerModel() {
        this(TYPES);
    }

    ServerModel(EntityTypes types) {
        this.types = types;
    }

    List<OperationResult> merge(List<Arrival> arrivals) {
        Plan plan = BatchMerge.plan(arrivals, read(BatchKeys.of(arrivals)), types);
        plan.rows().forEach(rows::put);
        plan.log().forEach(entry -> {
            if (log.put(entry.key(), entry) != null) {
                throw new AssertionError("logged twice: " + entry.key());
            }
        });
        plan.marks().forEach((device, sequence) -> marks.put(device, new Mark(sequence, 0)));
        plan.spans().forEach((scope, span) -> {
            if (span.from() != heads.getOrDefault(scope, 0L)) {
                throw new AssertionError("a span that does not begin at the head: " + span);
            }
            heads.put(scope, span.to());
        });
        return plan.results();
    }

    /** Only what the keys name, as the SQL does: whoever needs more fails here. */
    private Snapshot read(BatchKeys keys) {
        Map<RowKey, EntityState> found = new HashMap<>();
        rows.forEach((key, row) -> {
            boolean copyOfOne = row.conflict()
                    .filter(origin -> !row.deleted()
                            && !origin.edited()
                            && keys.authors().contains(origin.author())
                            && keys.rows()
                                    .contains(new RowKey(
                                            key.scope(), new EntityKey(row.key().type(), origin.of()))))
                    .isPresent();
            if (copyOfOne || keys.rows().contains(key)) {
                found.put(key, row);
            }
        });
        Map<OperationKey, Logged> logged = new HashMap<>();
        keys.operations().stream().filter(log::containsKey).forEach(key -> {
            LogEntry entry = log.get(key);
            logged.put(key, new Logged(entry.fingerprint(), entry.outcome()));
        });
        Map<DeviceKey, Mark> known = new HashMap<>(marks);
        known.keySet().retainAll(keys.devices());
        Set<MemberKey> present = new HashSet<>(members);
        present.retainAll(keys.members());
        Map<AuthoredRow, Reason> refusals = new HashMap<>();
        keys.followUps().stream().filter(key -> !found.containsKey(key.row())).forEach(key -> refusal(key)
                .ifPresent(reason -> refusals.put(key, reason)));
        return new Snapshot(EPOCH, new TreeMap<>(heads), present, known, logged, found, refusals);
    }

    private Optional<Reason> refusal(AuthoredRow authored) {
        return log.values().stream()
                .filter(entry -> entry.key().scope().equals(authored.row().scope())
                        && entry.entity()
                                .filter(authored.row().entity()::equals)
                                .isPresent()
                        && entry.subject().equals(authored.subject())
                        && entry.device().filter(authored.device()::equals).isPresent()
                        && entry.outcome().status() == Status.REJECTED)
                .max(Comparator.comparing(entry -> entry.sequence().orElse(0L)))
                .flatMap(entry -> entry.outcome().reason());
    }
}
