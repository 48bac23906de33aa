package io.tidemark.gateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The gateway's meters, made once so that counting costs no look-up. */
@Singleton
public final class GatewayMeters {
    private final MeterRegistry registry;
    private final DistributionSummary pushes;
    private final Timer waits;
    private final Counter enqueued;
    private final Counter unreadableOutcomes;
    private final Counter cursorsAhead;
    private final Map<ProblemType, Counter> problems = new EnumMap<>(ProblemType.class);
    private final Map<Status, Counter> outcomes = new EnumMap<>(Status.class);
    private final Map<Reason, Counter> rejections = new EnumMap<>(Reason.class);
    private final Counter pending;
    private final Counter outOfOrder;
    private final Counter deviceForked;
    private final Counter deferred;

    GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
        this.pushes = DistributionSummary.builder("tidemark.push.operations")
                .description("operations of a push")
                .register(registry);
        this.waits = Timer.builder("tidemark.push.wait")
                .description("from the broker's acknowledgement to the last outcome, or the end of the wait")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        this.enqueued = registry.counter("tidemark.enqueued.bytes");
        this.unreadableOutcomes = registry.counter("tidemark.outcomes.unreadable");
        this.cursorsAhead = registry.counter("tidemark.cursors.ahead");
        for (ProblemType type : ProblemType.values()) {
            problems.put(type, registry.counter("tidemark.problems", "type", type.slug()));
        }
        for (Status status : Status.values()) {
            outcomes.put(status, verdict(status.slug()));
        }
        for (Reason reason : Reason.values()) {
            rejections.put(reason, registry.counter("tidemark.rejections", "reason", reason.slug()));
        }
        this.pending = verdict("pending");
        this.outOfOrder = verdict("out-of-order");
        this.deviceForked = verdict("device-forked");
        this.deferred = verdict("deferred");
    }

    private Counter verdict(String status) {
        return registry.counter("tidemark.operations", "status", status);
    }

    public void problem(ProblemType type) {
        count(problems, type);
    }

    public void push(List<OperationResult> results) {
        pushes.record(results.size());
        results.forEach(result -> answered(result.verdict()));
    }

    public void answered(Verdict verdict) {
        switch (verdict) {
            case Verdict.Final(Outcome outcome, boolean ignored) -> {
                count(outcomes, outcome.status());
                if (outcome.status() == Status.REJECTED) {
                    outcome.reason().ifPresent(reason -> count(rejections, reason));
                }
            }
            case Verdict.Pending() -> pending.increment();
            case Verdict.OutOfOrder ignored -> outOfOrder.increment();
            case Verdict.DeviceForked() -> deviceForked.increment();
            case Verdict.Deferred() -> deferred.increment();
        }
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    public void waited(Duration time) {
        waits.record(time);
    }

    public void enqueued(int bytes) {
        enqueued.increment(bytes);
    }

    public void unreadableOutcomes() {
        unreadableOutcomes.increment();
    }

    /** A reader stands where the store has not been: the sign of a restore that nobody declared. */
    public void cursorAhead() {
        cursorsAhead.increment();
    }

    public <T> void gauge(String name, T state, ToDoubleFunction<T> value) {
        registry.gauge(name, state, value);
    }
}
