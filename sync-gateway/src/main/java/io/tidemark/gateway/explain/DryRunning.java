package io.tidemark.gateway.explain;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.store.DryRunView;
import io.tidemark.gateway.store.LoggedLine;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.AuthoredRow;
import io.tidemark.merge.batch.BatchMerge;
import io.tidemark.merge.batch.Head;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.Logged;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;

/** What the merge would decide: its own plan for a batch of one operation, of which nothing is carried out. */
final class DryRunning {
    private final Arrival arrival;
    private final EntityKey entity;
    private final DryRunView view;

    private DryRunning(Arrival arrival, EntityKey entity, DryRunView view) {
        this.arrival = arrival;
        this.entity = entity;
        this.view = view;
    }

    /** @param arrival of an operation on that entity */
    static DryRun of(Arrival arrival, EntityKey entity, DryRunView view, EntityTypes types) {
        DryRunning run = new DryRunning(arrival, entity, view);
        return arrival.submission() instanceof Submission.Deferred
                ? run.deferred()
                : run.told(BatchMerge.plan(List.of(arrival), run.snapshot(), types));
    }

    static Arrival arrival(Access access, Optional<String> device, Submission submission) {
        return new Arrival(new ScopeKey(access.tenant(), access.scope()), access.subject(), device, submission);
    }

    private DryRun deferred() {
        OperationResult waits = new OperationResult(arrival.submission().id(), new Verdict.Deferred());
        return new DryRun(
                view.epoch(), waits, Collections.emptySortedMap(), view.row().map(EntityState::toRow), List.of());
    }

    private Snapshot snapshot() {
        ScopeKey scope = arrival.scope();
        Map<RowKey, EntityState> rows = new HashMap<>();
        view.row().ifPresent(row -> rows.put(key(row), row));
        view.copies().forEach(copy -> rows.put(key(copy), copy));
        Map<OperationKey, Logged> logged = new HashMap<>();
        view.known()
                .ifPresent(known -> logged.put(
                        new OperationKey(scope, known.line().operation()),
                        new Logged(known.fingerprint(), known.line().outcome())));
        return new Snapshot(
                view.epoch(),
                Map.of(scope, new Head(0, view.versionFloor())),
                // Who is no member was told so before.
                Set.of(new MemberKey(scope, arrival.subject())),
                Map.of(),
                logged,
                rows,
                refusals());
    }

    private Map<AuthoredRow, Reason> refusals() {
        Map<AuthoredRow, Reason> refusals = new HashMap<>();
        if (view.row().isEmpty()
                && view.refusal().isPresent()
                && arrival.device().isPresent()) {
            RowKey row = new RowKey(arrival.scope(), entity);
            refusals.put(
                    new AuthoredRow(row, arrival.subject(), arrival.device().get()),
                    view.refusal().get());
        }
        return refusals;
    }

    private RowKey key(EntityState row) {
        return new RowKey(arrival.scope(), row.key());
    }

    private DryRun told(Plan plan) {
        RowKey key = new RowKey(arrival.scope(), entity);
        Optional<EntityState> after = Optional.ofNullable(plan.rows().get(key)).or(view::row);
        List<CanonicalRow> copies = plan.rows().entrySet().stream()
                .filter(row -> !row.getKey().equals(key))
                .map(row -> row.getValue().toRow())
                .toList();
        OperationResult result = plan.results().getFirst();
        return new DryRun(
                view.epoch(), withoutPosition(result), fates(plan, result), after.map(EntityState::toRow), copies);
    }

    private static OperationResult withoutPosition(OperationResult result) {
        return result.verdict() instanceof Verdict.Final(Outcome outcome, boolean replayed)
                ? new OperationResult(result.operation(), new Verdict.Final(outcome.at(OptionalLong.empty()), replayed))
                : result;
    }

    /** Of an operation that was decided before, those of that time. */
    private SortedMap<String, FieldFate> fates(Plan plan, OperationResult result) {
        if (result.verdict() instanceof Verdict.Final(Outcome ignored, boolean replayed) && replayed) {
            return view.known().map(LoggedLine::line).orElseThrow().fates();
        }
        return plan.log().stream().map(LogEntry::fates).findFirst().orElseGet(Collections::emptySortedMap);
    }
}
