package io.tidemark.laws.run;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.Evidence;
import io.tidemark.laws.history.Fault;
import io.tidemark.laws.history.Resolution;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What happened in one history, counted. */
final class Counting {
    private Counting() {}

    private record Payload(OperationId id, Fingerprint fingerprint) {}

    /** By the first outcome that was given to each operation. */
    static SortedMap<Ending, Long> endings(Evidence evidence) {
        Map<Payload, Ending> first = new HashMap<>();
        for (Event.Merged batch : evidence.all(Event.Merged.class)) {
            for (int i = 0; i < batch.arrivals().size(); i++) {
                Arrival arrival = batch.arrivals().get(i);
                if (batch.plan().results().get(i).verdict()
                        instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
                    first.putIfAbsent(
                            new Payload(
                                    arrival.submission().id(),
                                    arrival.submission().fingerprint()),
                            Ending.of(outcome));
                }
            }
        }
        SortedMap<Ending, Long> endings = new TreeMap<>();
        first.values().forEach(ending -> endings.merge(ending, 1L, Long::sum));
        return endings;
    }

    static Map<Fault, Long> faults(Evidence evidence) {
        Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        evidence.events().forEach(event -> fault(event).ifPresent(fault -> faults.merge(fault, 1L, Long::sum)));
        return faults;
    }

    private static Optional<Fault> fault(Event event) {
        return switch (event) {
            case Event.Sent sent -> sent.how();
            case Event.Befell befell -> Optional.of(befell.fault());
            case Event.ReadHalfWay ignored -> Optional.of(Fault.PAGE_HALF_WAY);
            case Event.Changed changed -> changed.change().fault();
            case Event.Saved ignored -> Optional.empty();
            case Event.Merged ignored -> Optional.empty();
            case Event.Heard ignored -> Optional.empty();
            case Event.Checkpoint ignored -> Optional.empty();
            case Event.Resolved ignored -> Optional.empty();
        };
    }

    static Map<Resolution, Long> resolutions(Evidence evidence) {
        Map<Resolution, Long> resolutions = new EnumMap<>(Resolution.class);
        evidence.all(Event.Resolved.class).forEach(resolved -> resolutions.merge(resolved.resolution(), 1L, Long::sum));
        return resolutions;
    }

    static Map<TransactionEnd, Long> transactions(Evidence evidence) {
        Map<UUID, TransactionEnd> ends = new HashMap<>();
        for (Event.Merged batch : evidence.all(Event.Merged.class)) {
            for (LogEntry entry : batch.plan().log()) {
                TransactionEnd end = TransactionEnd.of(entry.outcome());
                entry.transaction().ifPresent(id -> ends.merge(id, end, TransactionEnd::and));
            }
        }
        Map<TransactionEnd, Long> counts = new EnumMap<>(TransactionEnd.class);
        ends.values().forEach(end -> counts.merge(end, 1L, Long::sum));
        return counts;
    }
}
