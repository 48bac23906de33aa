package io.tidemark.merge.memory;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.AuthoredRow;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.Head;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.Logged;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads only what the keys of a batch name, as SQL does: a rule that needs more fails here first. */
record MemoryReader(
        String epoch,
        SortedMap<RowKey, EntityState> rows,
        Map<OperationKey, LogEntry> log,
        Map<DeviceKey, Mark> marks,
        Map<ScopeKey, Head> heads,
        Set<MemberKey> members) {

    Snapshot read(BatchKeys keys) {
        Map<ScopeKey, Head> known = new HashMap<>(heads);
        known.keySet().retainAll(keys.scopes());
        Set<MemberKey> present = new HashSet<>(members);
        present.retainAll(keys.members());
        Map<DeviceKey, Mark> chains = new HashMap<>(marks);
        chains.keySet().retainAll(keys.devices());
        Map<RowKey, EntityState> found = found(keys);
        return new Snapshot(
                epoch, known, present, chains, logged(keys.operations()), found, refusals(keys.followUps(), found));
    }

    private Map<RowKey, EntityState> found(BatchKeys keys) {
        Map<RowKey, EntityState> found = new HashMap<>();
        for (RowKey key : keys.rows()) {
            Optional.ofNullable(rows.get(key)).ifPresent(row -> found.put(key, row));
        }
        for (AuthoredRow followUp : keys.followUps()) {
            rows.entrySet().stream()
                    .filter(row -> isCopy(row.getKey(), row.getValue(), followUp))
                    .sorted(Comparator.comparingLong((Map.Entry<RowKey, EntityState> row) ->
                                    row.getValue().position())
                            .reversed())
                    .limit(BatchKeys.LATEST_COPIES)
                    .forEach(row -> found.put(row.getKey(), row.getValue()));
        }
        return found;
    }

    private static boolean isCopy(RowKey key, EntityState row, AuthoredRow authored) {
        RowKey of = authored.row();
        return key.scope().equals(of.scope())
                && key.entity().type().equals(of.entity().type())
                && row.conflict()
                        .filter(origin -> origin.of().equals(of.entity().id())
                                && origin.author().equals(authored.author()))
                        .isPresent();
    }

    private Map<OperationKey, Logged> logged(Collection<OperationKey> operations) {
        Map<OperationKey, Logged> logged = new HashMap<>();
        for (OperationKey key : operations) {
            Optional.ofNullable(log.get(key))
                    .ifPresent(entry -> logged.put(key, new Logged(entry.fingerprint(), entry.outcome())));
        }
        return logged;
    }

    private Map<AuthoredRow, Reason> refusals(Collection<AuthoredRow> followUps, Map<RowKey, EntityState> found) {
        Map<AuthoredRow, Reason> refusals = new HashMap<>();
        for (AuthoredRow followUp : followUps) {
            if (!found.containsKey(followUp.row())) {
                refusal(followUp).ifPresent(reason -> refusals.put(followUp, reason));
            }
        }
        return refusals;
    }

    private Optional<Reason> refusal(AuthoredRow authored) {
        return log.values().stream()
                .filter(entry -> entry.outcome().status() == Status.REJECTED && isOf(entry, authored))
                .max(Comparator.comparing(entry -> entry.sequence().orElse(0L)))
                .flatMap(entry -> entry.outcome().reason());
    }

    private static boolean isOf(LogEntry entry, AuthoredRow authored) {
        return entry.key().scope().equals(authored.row().scope())
                && entry.entity().filter(authored.row().entity()::equals).isPresent()
                && entry.subject().equals(authored.subject())
                && entry.device().filter(authored.device()::equals).isPresent();
    }
}
