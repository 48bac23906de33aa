package io.tidemark.merge.batch;

import io.tidemark.merge.Author;
import io.tidemark.merge.EntityState;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The snapshot as the operations of the batch leave it, one after the other, and what changed in it. */
final class WorkingSet implements Rows {
    private final Snapshot snapshot;
    private final Map<RowKey, EntityState> rows;
    private final Map<RowKey, TreeSet<RowKey>> copies = new HashMap<>();
    private final Map<DeviceKey, Long> marks = new TreeMap<>();
    private final Map<OperationKey, Decided> decided = new HashMap<>();
    private final Map<OperationKey, Arrival> decidedNow = new LinkedHashMap<>();

    /** Insertion order is the order of the last touch: the order of the feed. */
    private final LinkedHashMap<RowKey, EntityState> changed = new LinkedHashMap<>();

    /** The number of the last touch. */
    private final Map<RowKey, Integer> touches = new HashMap<>();

    private int touch;

    /** Why the last rejected operation of an author on an entity was rejected. */
    private final Map<AuthoredRow, Reason> refusals;

    WorkingSet(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.rows = new HashMap<>(snapshot.rows());
        snapshot.rows().forEach(this::indexCopy);
        snapshot.logged().forEach((key, logged) -> decided.put(key, Decided.known(logged.outcome())));
        this.refusals = new HashMap<>(snapshot.refusals());
    }

    Mark mark(Arrival arrival) {
        return arrival.chain()
                .map(chain -> {
                    Mark stored = snapshot.marks().getOrDefault(chain, Mark.NONE);
                    return new Mark(marks.getOrDefault(chain, stored.sequence()), stored.logFloor());
                })
                .orElse(Mark.NONE);
    }

    Optional<Logged> logged(OperationKey key) {
        Arrival now = decidedNow.get(key);
        if (now != null) {
            return Optional.of(
                    new Logged(now.submission().fingerprint(), decided(key).outcome()));
        }
        return Optional.ofNullable(snapshot.logged().get(key));
    }

    /** Moves the device's mark to this operation, if its place in the chain is the next. */
    void take(Arrival arrival) {
        Optional<Link> link = arrival.link();
        if (link.isPresent() && Admission.isNext(link.get(), mark(arrival))) {
            arrival.chain().ifPresent(chain -> marks.put(chain, link.get().sequence()));
        }
    }

    void log(Arrival arrival, Decided outcome) {
        decided.put(arrival.operation(), outcome);
        decidedNow.put(arrival.operation(), arrival);
        if (outcome.outcome().status() == Status.REJECTED) {
            outcome.outcome().reason().ifPresent(reason -> arrival.authoredRow()
                    .ifPresent(authored -> refusals.put(authored, reason)));
        }
    }

    Optional<Reason> refusalBefore(AuthoredRow authored) {
        return Optional.ofNullable(refusals.get(authored));
    }

    @Override
    public Optional<EntityState> row(RowKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public List<EntityState> openCopies(RowKey entity, Author author) {
        TreeMap<RowKey, EntityState> own = new TreeMap<>();
        copies.getOrDefault(entity, new TreeSet<>())
                .forEach(id -> row(id).filter(copy -> isOf(copy, author)).ifPresent(copy -> own.put(id, copy)));
        Set<RowKey> latest = own.entrySet().stream()
                .sorted(latestFirst())
                .limit(BatchKeys.LATEST_COPIES)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return own.entrySet().stream()
                .filter(copy ->
                        latest.contains(copy.getKey()) && !copy.getValue().deleted())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** As their positions will say once the batch has some: what it touched comes after all that it found. */
    private Comparator<Map.Entry<RowKey, EntityState>> latestFirst() {
        Comparator<Map.Entry<RowKey, EntityState>> rising =
                Comparator.comparingInt(copy -> touches.getOrDefault(copy.getKey(), 0));
        return rising.thenComparingLong(copy -> copy.getValue().position()).reversed();
    }

    private static boolean isOf(EntityState copy, Author author) {
        return copy.conflict()
                .filter(origin -> origin.author().equals(author.name()))
                .isPresent();
    }

    @Override
    public RowKey put(ScopeKey scope, EntityState row) {
        RowKey key = new RowKey(scope, row.key());
        rows.put(key, row);
        changed.remove(key);
        changed.put(key, row);
        touches.put(key, ++touch);
        indexCopy(key, row);
        return key;
    }

    private void indexCopy(RowKey key, EntityState row) {
        row.conflict()
                .map(ConflictOrigin::of)
                .map(of -> new RowKey(key.scope(), new EntityKey(row.key().type(), of)))
                .ifPresent(of ->
                        copies.computeIfAbsent(of, ignored -> new TreeSet<>()).add(key));
    }

    Plan finish(List<Arrival> arrivals, List<BatchMerge.Draft> drafts) {
        TreeMap<ScopeKey, Span> spans = new TreeMap<>();
        arrivals.forEach(arrival -> spans.computeIfAbsent(arrival.scope(), this::emptySpan));
        Map<RowKey, EntityState> placed = new LinkedHashMap<>();
        changed.forEach((key, row) -> {
            Span span = spans.computeIfAbsent(key.scope(), this::emptySpan);
            long position = span.to() + 1;
            spans.put(key.scope(), new Span(span.from(), position));
            placed.put(key, row.at(position));
        });
        List<OperationResult> results = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            results.add(drafts.get(i).result(arrivals.get(i), key -> outcome(key, placed)));
        }
        List<LogEntry> log = new ArrayList<>();
        decidedNow.forEach((key, arrival) -> log.add(logEntry(key, arrival, placed)));
        return new Plan(placed, log, marks, spans, results);
    }

    private Span emptySpan(ScopeKey scope) {
        long head = snapshot.heads().getOrDefault(scope, Head.NONE).position();
        return new Span(head, head);
    }

    private LogEntry logEntry(OperationKey key, Arrival arrival, Map<RowKey, EntityState> placed) {
        return new LogEntry(
                key,
                arrival.submission().fingerprint(),
                arrival.subject(),
                arrival.device(),
                arrival.link().map(Link::sequence),
                arrival.entity(),
                arrival.submission().transaction().map(TransactionPart::id),
                arrival.submission().envelope().traceparent(),
                outcome(key, placed),
                decided(key).fates());
    }

    private Decided decided(OperationKey key) {
        return Optional.ofNullable(decided.get(key)).orElseThrow();
    }

    /** A reader has met the whole effect when he has passed the last of the rows that it touched. */
    private Outcome outcome(OperationKey key, Map<RowKey, EntityState> placed) {
        Decided decision = decided(key);
        OptionalLong position = decision.touched().stream()
                .flatMap(row -> Optional.ofNullable(placed.get(row)).stream())
                .mapToLong(EntityState::position)
                .max();
        return position.isPresent() ? decision.outcome().at(position) : decision.outcome();
    }
}
