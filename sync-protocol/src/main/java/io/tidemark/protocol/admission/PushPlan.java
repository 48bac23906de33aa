package io.tidemark.protocol.admission;

import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.trace.OperationLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What becomes of a push at the gateway: which operations are answered from the log, and which go to the merge. A fast
 * path and never a lock: whatever is put on the log twice is decided once, there.
 *
 * <pre>
 *              sequence at or below the device's mark?
 *   in the log │ yes                          │ no
 *   same       │ answered                     │ answered, and enqueued: the mark has to move
 *   other      │ answered: id-reused          │ enqueued
 *   not        │ answered: expired or forked  │ enqueued
 * </pre>
 *
 * <ol>
 *   <li>PUSH-1: what is enqueued is in the order of the request, without a hole behind the first of it.
 *   <li>PUSH-2: a deferred operation and all behind it are neither enqueued nor logged. One that a newer service has
 *       decided is not deferred: the log is asked first.
 *   <li>PUSH-3: a final answer is one that the log holds, or that the merge gave.
 *   <li>PUSH-4: a transaction is answered, or enqueued, as a whole.
 *   <li>PUSH-5: nothing behind a fork is enqueued: it goes again in the new chain, behind what has to go before it.
 * </ol>
 *
 * @param epoch of the snapshot
 * @param verdicts what is said now, one for each operation of the request; pending for what the merge decides
 * @param enqueued what goes on the log
 */
public record PushPlan(String epoch, List<Line> verdicts, List<Submission> enqueued) {
    private static final Optional<Verdict> FORKED = Optional.of(new Verdict.DeviceForked());

    /** An operation of the request, and what is said of it. */
    public record Line(Submission submission, Verdict verdict) {
        public boolean isPending() {
            return verdict instanceof Verdict.Pending;
        }
    }

    public PushPlan {
        verdicts = List.copyOf(verdicts);
        enqueued = List.copyOf(enqueued);
    }

    public static PushPlan of(List<Submission> submissions, LogView view) {
        List<Line> lines = new ArrayList<>();
        List<Submission> enqueued = new ArrayList<>();
        boolean deferring = false;
        boolean forked = false;
        for (List<Submission> unit : units(submissions)) {
            List<Optional<Verdict>> answers = answers(unit, view);
            boolean known = answers.stream().allMatch(Optional::isPresent);
            boolean moves =
                    unit.stream().anyMatch(submission -> link(submission).sequence() > view.mark());
            boolean settled = known && !moves && enqueued.isEmpty();
            deferring |= unit.getFirst() instanceof Submission.Deferred && !settled;
            if (deferring) {
                unit.forEach(submission -> lines.add(new Line(submission, new Verdict.Deferred())));
                continue;
            }
            forked |= answers.contains(FORKED);
            Verdict unknown = forked ? new Verdict.DeviceForked() : new Verdict.Pending();
            for (int i = 0; i < unit.size(); i++) {
                Verdict verdict = known ? answers.get(i).orElseThrow() : unknown;
                lines.add(new Line(unit.get(i), verdict));
            }
            if (!settled && !forked) {
                enqueued.addAll(unit);
            }
        }
        return new PushPlan(view.epoch(), lines, enqueued);
    }

    /** PUSH-4: a transaction is answered, or enqueued, as a whole. */
    private static List<List<Submission>> units(List<Submission> submissions) {
        try {
            return Transactions.units(submissions, Submission::transaction);
        } catch (InvalidShape torn) {
            throw new IllegalStateException("a push that was read holds whole transactions", torn);
        }
    }

    /** TX-4: where one of a transaction has to go into a new chain, all of it has: none of it is final on its own. */
    private static List<Optional<Verdict>> answers(List<Submission> unit, LogView view) {
        List<Optional<Verdict>> answers =
                unit.stream().map(submission -> answer(submission, view)).toList();
        Optional<Verdict> fork = answers.stream()
                .flatMap(Optional::stream)
                .filter(Verdict.DeviceForked.class::isInstance)
                .findFirst();
        return fork.isPresent() ? Collections.nCopies(unit.size(), fork) : answers;
    }

    /** What the snapshot alone lets say; empty if the merge has to be asked. */
    private static Optional<Verdict> answer(Submission submission, LogView view) {
        boolean decided = link(submission).sequence() <= view.mark();
        LoggedOperation logged = view.known().get(submission.id());
        if (logged != null && logged.fingerprint().equals(submission.fingerprint())) {
            return Optional.of(new Verdict.Final(logged.outcome(), true));
        }
        if (!decided) {
            return Optional.empty();
        }
        if (logged != null) {
            return Optional.of(new Verdict.Final(Outcome.rejected(Reason.ID_REUSED), true));
        }
        return link(submission).sequence() <= view.logFloor()
                ? Optional.of(new Verdict.Final(Outcome.rejected(Reason.EXPIRED), true))
                : Optional.of(new Verdict.DeviceForked());
    }

    /**
     * The operations that an outcome can be waited for. An id that stands twice in one push cannot: what is said of the
     * one must not be taken for the other.
     */
    public Set<OperationId> awaited() {
        Map<OperationId, Integer> times = new HashMap<>();
        verdicts.forEach(line -> times.merge(line.submission().id(), 1, Integer::sum));
        Set<OperationId> awaited = new LinkedHashSet<>();
        for (Line line : verdicts) {
            if (line.isPending() && times.getOrDefault(line.submission().id(), 0) == 1) {
                awaited.add(line.submission().id());
            }
        }
        return awaited;
    }

    /** With what the merge has said since. */
    public PushPlan heard(Map<OperationId, Verdict> said) {
        return with(line -> Optional.ofNullable(said.get(line.submission().id())));
    }

    /** With what a later snapshot says, for what nobody told us in time. */
    public PushPlan seen(LogView later) {
        if (!later.epoch().equals(epoch)) {
            return this;
        }
        List<Line> lines = new ArrayList<>();
        for (List<Submission> unit :
                units(verdicts.stream().map(Line::submission).toList())) {
            for (Optional<Verdict> answer : answers(unit, later)) {
                Line line = verdicts.get(lines.size());
                Optional<Verdict> news = line.isPending() ? answer.map(PushPlan::first) : Optional.empty();
                lines.add(new Line(line.submission(), news.orElse(line.verdict())));
            }
        }
        return new PushPlan(epoch, lines, enqueued);
    }

    /** Decided while this request waited: the outcome is no replay, though it comes from the log. */
    private static Verdict first(Verdict verdict) {
        return verdict instanceof Verdict.Final(Outcome outcome, boolean ignored)
                ? new Verdict.Final(outcome, false)
                : verdict;
    }

    private PushPlan with(Function<Line, Optional<Verdict>> news) {
        List<Line> lines = verdicts.stream()
                .map(line -> line.isPending()
                        ? new Line(line.submission(), news.apply(line).orElse(line.verdict()))
                        : line)
                .toList();
        return new PushPlan(epoch, lines, enqueued);
    }

    public boolean isPending() {
        return verdicts.stream().anyMatch(Line::isPending);
    }

    public PushAnswer answer() {
        return new PushAnswer(
                epoch,
                verdicts.stream()
                        .map(line -> new OperationResult(line.submission().id(), line.verdict()))
                        .toList());
    }

    /** What may be said of it in logs and spans. */
    public List<OperationLine> lines() {
        return verdicts.stream()
                .map(line -> OperationLine.of(line.submission(), line.verdict()))
                .toList();
    }

    private static Link link(Submission submission) {
        return submission.envelope().link().orElseThrow(() -> new IllegalStateException("a push has a device chain"));
    }
}
