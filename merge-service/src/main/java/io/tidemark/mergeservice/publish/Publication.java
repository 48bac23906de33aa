package io.tidemark.mergeservice.publish;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.mergeservice.batch.Batch;
import io.tidemark.mergeservice.batch.Incoming;
import io.tidemark.mergeservice.batch.Merged;
import io.tidemark.mergeservice.store.StoredRow;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.Reply;
import io.tidemark.protocol.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What is published of a committed batch: rows first, then the outcomes that tell devices to look for them.
 *
 * @param records in the order in which they are sent
 * @param again operations that had been merged before the batch, and are published once more (MS-5)
 */
public record Publication(List<ProducerRecord<byte[], byte[]>> records, int again) {
    public Publication {
        records = List.copyOf(records);
    }

    public static Publication of(Merged merged) {
        return merged.effect()
                .map(effect -> new Builder(merged.batch(), effect).build())
                .orElseGet(() -> new Publication(List.of(), 0));
    }

    private static final class Builder {
        private final Batch batch;
        private final Merged.Effect effect;
        private final TreeMap<ScopeKey, ScopeNews> scopes = new TreeMap<>();
        private final List<ProducerRecord<byte[], byte[]>> outcomes = new ArrayList<>();
        private int again;

        Builder(Batch batch, Merged.Effect effect) {
            this.batch = batch;
            this.effect = effect;
        }

        Publication build() {
            beginScopes();
            addStandingRows();
            addChangedRows();
            addMarks();
            addOutcomes();
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            scopes.values()
                    .forEach(scope ->
                            records.addAll(scope.records(effect.snapshot().epoch())));
            records.addAll(outcomes);
            return new Publication(records, again);
        }

        private void beginScopes() {
            for (Incoming.Push push : batch.pushes()) {
                ScopeKey scope =
                        new ScopeKey(push.content().tenant(), push.content().scope());
                scopes.computeIfAbsent(
                        scope,
                        key -> new ScopeNews(
                                key,
                                push.record().partition(),
                                Optional.ofNullable(effect.plan().spans().get(key))
                                        .orElseThrow()));
            }
        }

        /** The entities of what was merged before, and their open copies, unless they changed now. */
        private void addStandingRows() {
            Set<RowKey> named = new HashSet<>();
            for (Incoming.Push push : batch.pushes()) {
                if (batch.isBehind(push)) {
                    again += push.arrivals().size();
                    push.arrivals().forEach(arrival -> entity(arrival).ifPresent(named::add));
                    push.arrivals().forEach(this::addStandingMark);
                }
            }
            effect.snapshot().rows().entrySet().stream()
                    .filter(row -> isOf(named, row.getKey(), row.getValue()))
                    .filter(row -> !effect.plan().rows().containsKey(row.getKey()))
                    .sorted(Comparator.comparingLong(row -> row.getValue().position()))
                    .map(row -> StoredRow.of(row.getKey().scope(), row.getValue()))
                    .forEach(row -> news(row.scope()).stands(row));
        }

        private static boolean isOf(Set<RowKey> named, RowKey key, EntityState row) {
            return named.contains(key)
                    || row.conflict()
                            .map(origin -> new EntityKey(key.entity().type(), origin.of()))
                            .filter(of -> named.contains(new RowKey(key.scope(), of)))
                            .isPresent();
        }

        private static Optional<RowKey> entity(Arrival arrival) {
            return arrival.submission() instanceof Submission.Accepted accepted
                    ? Optional.of(
                            new RowKey(arrival.scope(), accepted.operation().entity()))
                    : Optional.empty();
        }

        private void addStandingMark(Arrival arrival) {
            arrival.device().ifPresent(device -> {
                DeviceKey key = new DeviceKey(arrival.scope(), arrival.subject(), device);
                Mark mark = effect.snapshot().marks().getOrDefault(key, Mark.NONE);
                news(arrival.scope()).marked(arrival.subject(), device, mark.sequence());
            });
        }

        private void addChangedRows() {
            effect.rows().stream()
                    .sorted(Comparator.comparingLong(row -> row.state().position()))
                    .forEach(row -> news(row.scope()).changed(row));
        }

        private void addMarks() {
            for (Map.Entry<DeviceKey, Long> mark : effect.plan().marks().entrySet()) {
                DeviceKey key = mark.getKey();
                news(key.scope()).marked(key.subject(), key.device(), mark.getValue());
            }
        }

        private ScopeNews news(ScopeKey scope) {
            return Optional.ofNullable(scopes.get(scope)).orElseThrow();
        }

        /** The results of the plan stand in the order of the arrivals: each push takes as many as it has. */
        private void addOutcomes() {
            List<OperationResult> results = effect.plan().results();
            int next = 0;
            for (Incoming.Push push : batch.pushes()) {
                List<OperationResult> own =
                        results.subList(next, next + push.arrivals().size());
                next += own.size();
                push.reply().ifPresent(reply -> outcomes.add(outcome(push, reply, own)));
            }
        }

        private ProducerRecord<byte[], byte[]> outcome(Incoming.Push push, Reply reply, List<OperationResult> results) {
            OutcomesRecord record = new OutcomesRecord(
                    push.content().tenant(),
                    push.content().scope(),
                    reply.request(),
                    effect.snapshot().epoch(),
                    results);
            return new ProducerRecord<>(
                    Topics.OUTCOMES.name(),
                    reply.partition(),
                    push.record().key(),
                    CanonicalJson.bytes(record.write()));
        }
    }
}
