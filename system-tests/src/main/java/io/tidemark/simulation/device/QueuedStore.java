package io.tidemark.simulation.device;

import io.tidemark.agent.store.CurrentNames;
import io.tidemark.agent.store.Drafts;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.Payload;
import io.tidemark.agent.store.Prefix;
import io.tidemark.agent.sync.Instruction;
import io.tidemark.agent.sync.StoredWait;
import io.tidemark.agent.sync.Window;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.simulation.device.Departures.How;
import io.tidemark.simulation.device.ScopeRows.Letter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The queue's side of a device's disk. */
public class QueuedStore extends EditedStore {
    public QueuedStore(
            EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures) {
        super(types, deviceIds, ids, departures);
    }

    /** A push that is ready to go, and what its answer is compared with. */
    public record Outgoing(Window window, Push push) {}

    public Optional<Outgoing> take(String scope, int most) {
        ScopeRows rows = write(scope);
        List<Entry> undecided = rows.queue.stream()
                .filter(entry -> entry.state == Entry.State.UNDECIDED)
                .limit(most + (long) Prefix.LOOK_AHEAD)
                .toList();
        OptionalLong end = Prefix.end(undecided.stream().map(this::measured).toList(), most, OperationQueue.MOST_BYTES);
        if (end.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> prefix = undecided.stream()
                .filter(entry -> entry.ordinal <= end.getAsLong())
                .toList();
        prefix.forEach(entry -> bringUpToDate(scope, entry));
        List<Json> wire = prefix.stream().map(Entry::wire).toList();
        prefix.forEach(this::markSent);
        return Optional.of(
                new Outgoing(new Window(device, prefix.stream().map(Entry::slot).toList()), new Push(device, wire)));
    }

    protected Prefix.Entry measured(Entry entry) {
        return new Prefix.Entry(
                entry.ordinal,
                entry.bytes,
                entry.transaction().map(UUID::toString).orElse(null));
    }

    protected void markSent(Entry entry) {
        entry.sends++;
    }

    private void bringUpToDate(String scope, Entry entry) {
        if (entry.sends > 0 || entry.transaction().isPresent()) {
            return;
        }
        CurrentNames.anew(entry.operation, ids.get(), types)
                .filter(operation -> drafts.isSound(Payload.of(operation)))
                .ifPresent(operation -> {
                    Entry before = entry.copy();
                    entry.operation = operation;
                    entry.bytes = Payload.of(operation).bytes();
                    departures.left(scope, before, How.REPLACED);
                    departures.renamed(before.id(), operation.id());
                });
    }

    public final void remember(String scope, Instruction.RememberWait wait, long wall) {
        ScopeRows rows = write(scope);
        rows.nextRun = wall + wait.delay();
        rows.quietUntil = wall + wait.quiet();
        rows.failures = wait.failures();
        rows.waiting = wait.reason();
    }

    public final StoredWait storedWait(String scope, long wall) {
        return rows(scope).storedWait(wall);
    }

    /** AG-7: what is said of an envelope that is no longer held is ignored; of a transaction all or nothing. */
    public void storeOutcomes(String scope, Window window, String epoch, List<OperationResult> outcomes) {
        ScopeRows rows = write(scope);
        if (!device.equals(window.device())) {
            return;
        }
        Map<OperationId, OperationResult> known = new HashMap<>();
        outcomes.forEach(result -> known.put(result.operation(), result));
        Set<UUID> open = new HashSet<>();
        window.slots().stream()
                .filter(slot -> !known.containsKey(slot.operation()))
                .forEach(slot -> slot.transaction().ifPresent(open::add));
        for (Slot slot : window.slots()) {
            OperationResult result = known.get(slot.operation());
            if (result != null
                    && result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)
                    && slot.transaction().filter(open::contains).isEmpty()) {
                held(rows, slot).ifPresent(entry -> decide(scope, entry, epoch, outcome));
            }
        }
    }

    private static Optional<Entry> held(ScopeRows rows, Slot slot) {
        return rows.queue.stream()
                .filter(entry -> entry.id().equals(slot.operation())
                        && entry.sequence == slot.sequence()
                        && entry.state == Entry.State.UNDECIDED)
                .findFirst();
    }

    protected void decide(String scope, Entry entry, String epoch, Outcome outcome) {
        boolean rejected = outcome.status() == Status.REJECTED;
        entry.state = rejected ? Entry.State.REJECTED : Entry.State.DECIDED;
        entry.epoch = epoch;
        entry.position = outcome.position();
        rows(scope).failures = 0;
        if (rejected) {
            bury(scope, entry, outcome.reason().map(Reason::slug).orElse("rejected"), true);
        }
    }

    protected void bury(String scope, Entry entry, String reason, boolean decided) {
        List<Letter> letters = rows(scope).letters;
        if (letters.stream().noneMatch(letter -> letter.entry().id().equals(entry.id()))) {
            letters.add(new Letter(entry.copy(), reason, decided));
        }
    }

    public void relink(String scope, Slot slot, long previous) {
        write(scope).queue.stream()
                .filter(entry -> entry.id().equals(slot.operation()) && entry.sequence == slot.sequence())
                .forEach(entry -> entry.previous = previous);
    }

    public final void countRefusal(String scope, Slot slot) {
        write(scope).queue.stream()
                .filter(entry -> entry.id().equals(slot.operation()) && entry.sequence == slot.sequence())
                .forEach(entry -> entry.refusals++);
    }

    /** AG-8: out of the queue, its transaction with it; the operation behind it follows the one before it. */
    public void setAside(String scope, Slot slot, ProblemType problem) {
        ScopeRows rows = write(scope);
        Optional<Entry> found = rows.queue.stream()
                .filter(entry -> entry.id().equals(slot.operation()) && entry.sequence == slot.sequence())
                .findFirst();
        if (found.isEmpty()) {
            return;
        }
        List<Entry> unit = rows.queue.stream()
                .filter(entry -> rows.isTogether(found.get(), entry))
                .toList();
        long last = unit.getLast().ordinal;
        long previous = unit.stream().mapToLong(entry -> entry.previous).min().orElseThrow();
        rows.queue.stream()
                .filter(entry -> entry.ordinal > last)
                .findFirst()
                .ifPresentOrElse(entry -> entry.previous = previous, () -> rows.lastLink = previous);
        for (Entry entry : unit) {
            bury(scope, entry, problem.slug(), false);
            departures.left(scope, entry, How.BURIED);
        }
        rows.queue.removeAll(unit);
    }

    /** AG-9: every scope's queue goes on under a new id, linked from 1 in its order. */
    public void takeNewDevice(String forked) {
        write(scopes.firstKey());
        if (!device.equals(forked)) {
            return;
        }
        device = deviceIds.get();
        scopes.forEach((scope, rows) -> {
            removeRejected(scope, rows);
            long place = 0;
            for (Entry entry : rows.queue) {
                entry.forget();
                entry.passed = false;
                entry.previous = place;
                entry.sequence = ++place;
            }
            rows.lastSequence = place;
            rows.lastLink = place;
        });
    }

    /** A transaction that did not hold has its dead letters, and its other values stand in conflict copies. */
    protected final void removeRejected(String scope, ScopeRows rows) {
        List<Entry> rejected = rows.queue.stream()
                .filter(entry -> rows.queue.stream()
                        .anyMatch(other -> other.state == Entry.State.REJECTED && rows.isTogether(other, entry)))
                .toList();
        rejected.forEach(entry -> departures.left(scope, entry, How.RETIRED));
        rows.queue.removeAll(rejected);
    }

    /** AG-15: a refusal belongs to its id for ever, so such a letter goes under a new one. */
    public final Optional<OperationId> retryLetter(String scope) {
        ScopeRows rows = write(scope);
        Optional<Letter> first = rows.letters.stream()
                .filter(letter -> letter.entry().transaction().isEmpty())
                .findFirst();
        return first.map(letter -> {
            rows.letters.remove(letter);
            Operation operation = letter.entry().operation;
            Operation again = letter.decided() ? Drafts.as(operation, ids.get(), Optional.empty()) : operation;
            departures.renamed(operation.id(), again.id());
            return append(scope, again, letter.decided() ? 0 : 1).id();
        });
    }
}
