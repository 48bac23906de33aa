package io.tidemark.agent.server;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.BatchMerge;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.Head;
import io.tidemark.merge.batch.Logged;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Gateway, log and merge service in one: the rules are the real ones, the rest is maps. */
public final class ModelServer {
    private static final String TENANT = "acme";
    private static final String SUBJECT = "alice";

    private final SubmissionReader reader;
    private final EntityTypes types;
    private final int pageSize;
    private final Map<ScopeKey, Head> heads = new HashMap<>();
    private final Map<DeviceKey, Mark> marks = new HashMap<>();
    private final Map<OperationKey, Logged> log = new HashMap<>();
    private final Map<RowKey, EntityState> rows = new HashMap<>();
    private final Map<OperationId, Set<String>> fingerprints = new HashMap<>();
    private final Deque<List<Arrival>> lane = new ArrayDeque<>();
    private int epoch = 1;
    private long merges;
    private boolean member = true;
    private int schemaKnown = Integer.MAX_VALUE;

    public ModelServer(EntityTypes types, int pageSize) {
        this.reader = new SubmissionReader(types);
        this.types = types;
        this.pageSize = pageSize;
    }

    /** @param merged whether the merge is through before the answer; else it comes with the next request */
    public synchronized PushAnswer push(String scope, Push push, boolean merged) throws InvalidShape {
        mergeAll();
        List<Submission> submissions = reader.readPush(push.operations());
        submissions.forEach(submission -> fingerprints
                .computeIfAbsent(submission.id(), ignored -> new HashSet<>())
                .add(submission.fingerprint().toString()));
        if (schemaKnown == 0) {
            return answer(submissions.stream()
                    .map(s -> new OperationResult(s.id(), new Verdict.Deferred()))
                    .toList());
        }
        List<Arrival> arrivals = submissions.stream()
                .map(s -> new Arrival(new ScopeKey(TENANT, scope), SUBJECT, Optional.of(push.device()), s))
                .toList();
        if (merged) {
            return answer(merge(arrivals));
        }
        lane.add(arrivals);
        return answer(arrivals.stream()
                .map(arrival -> new OperationResult(arrival.submission().id(), new Verdict.Pending()))
                .toList());
    }

    private PushAnswer answer(List<OperationResult> results) {
        return new PushAnswer(epoch(), results);
    }

    public synchronized void mergeAll() {
        while (!lane.isEmpty()) {
            merge(lane.removeFirst());
        }
    }

    private List<OperationResult> merge(List<Arrival> arrivals) {
        Set<MemberKey> members = arrivals.stream()
                .map(a -> new MemberKey(a.scope(), a.subject()))
                .collect(Collectors.toSet());
        Plan plan = BatchMerge.plan(arrivals, new Snapshot(epoch(), heads, members, marks, log, rows, Map.of()), types);
        rows.putAll(plan.rows());
        plan.log().forEach(entry -> log.put(entry.key(), new Logged(entry.fingerprint(), entry.outcome())));
        plan.marks().forEach((device, sequence) -> marks.put(device, new Mark(sequence, 0)));
        plan.spans().forEach((scope, span) -> heads.put(scope, Head.NONE.at(span.to())));
        merges++;
        notifyAll();
        return plan.results();
    }

    /** Empty if the cursor is of another epoch, or ahead. */
    public synchronized Optional<ChangesPage> changes(String scope, Optional<String> cursor, String device, int limit) {
        mergeAll();
        long from = 0;
        if (cursor.isPresent()) {
            String[] parts = cursor.get().split("/", -1);
            if (!parts[0].equals(epoch())) {
                return Optional.empty();
            }
            from = Long.parseLong(parts[1]);
            if (from > head(scope)) {
                return Optional.empty();
            }
        }
        long start = from;
        List<CanonicalRow> later =
                canonical(scope).stream().filter(row -> row.position() > start).toList();
        int most = Math.min(limit, pageSize);
        boolean checkpoint = later.size() <= most;
        List<CanonicalRow> page = checkpoint ? later : later.subList(0, most);
        long to = checkpoint ? head(scope) : page.getLast().position();
        OptionalLong mark = checkpoint ? OptionalLong.of(mark(scope, device)) : OptionalLong.empty();
        return Optional.of(new ChangesPage(epoch(), from, to, epoch() + "/" + to, checkpoint, mark, page));
    }

    /** The outcome of one operation, if there is one. */
    public synchronized Optional<OperationResult> outcome(String scope, OperationId operation) {
        mergeAll();
        return Optional.ofNullable(log.get(new OperationKey(new ScopeKey(TENANT, scope), operation)))
                .map(logged -> new OperationResult(operation, new Verdict.Final(logged.outcome(), true)));
    }

    /** Waits until the feed is ahead of that position, or a device's mark has moved; or for so long. */
    public synchronized void awaitNews(String scope, long position, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long merged = merges;
        long left = millis;
        while (head(scope) <= position && merges == merged && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    public synchronized boolean isMember() {
        return member;
    }

    /** Whether anybody has access to anything. */
    public synchronized void setMember(boolean is) {
        member = is;
        notifyAll();
    }

    /** Every row of the scope in the order of the feed, tombstones among them. */
    public synchronized List<CanonicalRow> canonical(String scope) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().scope().scope().equals(scope))
                .map(row -> row.getValue().toRow())
                .sorted(Comparator.comparingLong(CanonicalRow::position))
                .toList();
    }

    private long head(String scope) {
        return heads.getOrDefault(new ScopeKey(TENANT, scope), Head.NONE).position();
    }

    public synchronized long mark(String scope, String device) {
        return marks.getOrDefault(new DeviceKey(new ScopeKey(TENANT, scope), SUBJECT, device), Mark.NONE)
                .sequence();
    }

    /** As if a clone of the device had been here before. */
    public synchronized void setMark(String scope, String device, long sequence) {
        marks.put(new DeviceKey(new ScopeKey(TENANT, scope), SUBJECT, device), new Mark(sequence, 0));
    }

    /** Operations that have an outcome. */
    public synchronized Set<OperationId> decided() {
        mergeAll();
        return log.keySet().stream().map(OperationKey::operation).collect(Collectors.toSet());
    }

    /** Operations that arrived with more than one payload: there must be none. */
    public synchronized Set<OperationId> sentWithTwoPayloads() {
        return fingerprints.entrySet().stream()
                .filter(sent -> sent.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The data stays and is another epoch's: what an operator declares after a restore that lost nothing. */
    public synchronized void beginNewEpoch() {
        epoch++;
    }

    /** Everything is gone, memory of operations included; the epoch is new. */
    public synchronized void loseEverything() {
        beginNewEpoch();
        forgetEverything();
    }

    /** Everything is gone, and nobody has said so yet. */
    public synchronized void forgetEverything() {
        List.of(heads, marks, log, rows).forEach(Map::clear);
    }

    public synchronized void knowSchemas(boolean known) {
        schemaKnown = known ? Integer.MAX_VALUE : 0;
    }

    public synchronized String epoch() {
        return "epoch-" + epoch;
    }
}
