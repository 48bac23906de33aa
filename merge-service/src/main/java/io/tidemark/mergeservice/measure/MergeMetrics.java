package io.tidemark.mergeservice.measure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.mergeservice.batch.Incoming;
import io.tidemark.mergeservice.batch.Merged;
import io.tidemark.mergeservice.publish.Publication;
import io.tidemark.mergeservice.store.CopiedEntity;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** The meters of the merge. Their tags are bounded: statuses, reasons, declared types, partitions. */
public final class MergeMetrics {
    private static final String NONE = "none";
    private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

    private final MeterRegistry registry;
    private final DistributionSummary batchOperations;
    private final Timer batchSeconds;
    private final Timer delay;
    private final Counter claimsLost;
    private final Counter poison;
    private final Counter republished;
    private final Counter alarms;
    private final Counter restores;
    private final DistributionSummary openCopies;
    private final Counter crowded;
    private final AtomicInteger held = new AtomicInteger();
    private final Map<Tags, Counter> operations = new HashMap<>();
    private final Map<Integer, AtomicLong> lags = new ConcurrentHashMap<>();
    private final Map<Integer, Gauge> lagGauges = new HashMap<>();

    public MergeMetrics(MeterRegistry registry) {
        this.registry = registry;
        batchOperations = DistributionSummary.builder("tidemark.merge.batch.operations")
                .description("operations in one transaction")
                .register(registry);
        batchSeconds = Timer.builder("tidemark.merge.batch")
                .description("from the start of a batch's transaction to the end of its publication")
                .register(registry);
        delay = Timer.builder("tidemark.merge.delay")
                .description("from a record's timestamp to its commit")
                .publishPercentiles(PERCENTILES)
                .register(registry);
        claimsLost = counter("tidemark.merge.claims.lost", "batches rolled back as another instance was ahead");
        poison = counter("tidemark.merge.poison", "records kept in poison_record");
        republished = counter("tidemark.merge.republished", "operations published again after a crash");
        alarms = counter("tidemark.merge.position.alarms", "positions that could not be true, and were put right");
        restores = counter("tidemark.merge.restores", "restores of the database that this instance declared");
        openCopies = DistributionSummary.builder("tidemark.merge.copies.open")
                .description("open conflict copies of an entity, when another was made; counted up to "
                        + CopiedEntity.COUNTED)
                .register(registry);
        crowded = counter(
                "tidemark.merge.copies.crowded", "copies made of entities that have 20 open ones or more, by batch");
        Gauge.builder("tidemark.merge.lanes.held", held, AtomicInteger::get)
                .description("lanes that wait for a newer instance of this service")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    public void merged(Merged merged) {
        long now = System.currentTimeMillis();
        for (Incoming.Push push : merged.batch().pushes()) {
            if (!merged.batch().isBehind(push)) {
                delay.record(Duration.ofMillis(Math.max(now - push.record().timestamp(), 0)));
            }
        }
        poison.increment(merged.batch().poison().size());
        merged.effect().ifPresent(this::effect);
    }

    /** A record that the merge itself could not digest. */
    public void setAside() {
        poison.increment();
    }

    private void effect(Merged.Effect effect) {
        batchOperations.record(effect.arrivals().size());
        effect.copied().forEach(entity -> openCopies.record(entity.openCopies()));
        crowded.increment(effect.crowded().size());
        Map<Tags, Integer> counts = new HashMap<>();
        for (LogEntry entry : effect.plan().log()) {
            counts.merge(tags(entry.entity(), entry.outcome()), 1, Integer::sum);
        }
        for (OperationResult result : effect.plan().results()) {
            verdictTags(result.verdict()).ifPresent(tags -> counts.merge(tags, 1, Integer::sum));
        }
        counts.forEach((tags, count) -> operations(tags).increment(count));
    }

    private static Tags tags(Optional<EntityKey> entity, Outcome outcome) {
        return tags(
                entity.map(EntityKey::type).orElse(NONE),
                outcome.status().slug(),
                outcome.reason().map(Reason::slug).orElse(NONE));
    }

    /** What is not logged now: counted under its own name. */
    private static Optional<Tags> verdictTags(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Final(Outcome ignored, boolean replayed) ->
                replayed ? Optional.of(tags(NONE, "replayed", NONE)) : Optional.empty();
            case Verdict.OutOfOrder ignored -> Optional.of(tags(NONE, "out-of-order", NONE));
            case Verdict.DeviceForked ignored -> Optional.of(tags(NONE, "device-forked", NONE));
            case Verdict.Deferred ignored -> Optional.empty();
            case Verdict.Pending ignored -> Optional.empty();
        };
    }

    private static Tags tags(String type, String status, String reason) {
        return Tags.of("type", type, "status", status, "reason", reason);
    }

    private Counter operations(Tags tags) {
        return operations.computeIfAbsent(tags, key -> Counter.builder("tidemark.merge.operations")
                .description("operations decided, by type, status and reason")
                .tags(key)
                .register(registry));
    }

    public void published(Publication publication, long nanos) {
        republished.increment(publication.again());
        batchSeconds.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void claimLost() {
        claimsLost.increment();
    }

    /** @param alarming whether the store's position could not be true */
    public void found(boolean alarming) {
        if (alarming) {
            alarms.increment();
        }
    }

    /** A new epoch has begun. */
    public void restored() {
        restores.increment();
    }

    public void held(int lanes) {
        held.set(lanes);
    }

    /** @param lag records that wait in a partition, where it is known */
    public void lags(Collection<Integer> partitions, IntFunction<OptionalLong> lag) {
        for (int partition : partitions) {
            lag.apply(partition).ifPresent(waiting -> lagOf(partition).set(waiting));
        }
    }

    private AtomicLong lagOf(int partition) {
        AtomicLong lag = lags.computeIfAbsent(partition, ignored -> new AtomicLong());
        lagGauges.computeIfAbsent(partition, number -> Gauge.builder("tidemark.merge.lag.records", lag, AtomicLong::get)
                .description("records that wait in a lane")
                .tag("partition", Integer.toString(number))
                .register(registry));
        return lag;
    }

    /** Another instance speaks of these from now on. */
    public void revoked(List<Integer> partitions) {
        for (int partition : partitions) {
            lags.remove(partition);
            Gauge gauge = lagGauges.remove(partition);
            if (gauge != null) {
                registry.remove(gauge);
            }
        }
    }
}
