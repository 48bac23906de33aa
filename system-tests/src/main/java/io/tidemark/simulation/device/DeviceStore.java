package io.tidemark.simulation.device;

import io.tidemark.agent.store.Buried;
import io.tidemark.agent.sync.Reader;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulation.device.Departures.How;
import io.tidemark.simulation.device.ScopeRows.Staging;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The whole of a device's disk: the feed's side, on top of the queue's and the user's. */
public class DeviceStore extends QueuedStore {
    public DeviceStore(
            EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures) {
        super(types, deviceIds, ids, departures);
    }

    public final Reader reader(String scope) {
        ScopeRows rows = rows(scope);
        boolean staging = rows.staging != Staging.NONE;
        return new Reader(
                device,
                staging ? rows.stagedEpoch : rows.epoch,
                staging ? rows.stagedPosition : rows.position,
                staging ? rows.stagedCursor : rows.cursor,
                rows.cursor.isPresent() || rows.stagedCursor.isPresent(),
                rows.epoch
                        .filter(epoch -> rows.staging == Staging.FULL)
                        .map(epoch -> new Reader.Shown(epoch, rows.position)));
    }

    /** AG-10: a page that was asked for elsewhere is dropped. */
    protected boolean isStill(String scope, Reader asked) {
        Reader now = reader(scope);
        return now.position() == asked.position()
                && now.cursor().equals(asked.cursor())
                && now.epoch().equals(asked.epoch());
    }

    public void stage(String scope, Reader asked, ChangesPage page) {
        ScopeRows rows = write(scope);
        if (isStill(scope, asked)) {
            page.rows().forEach(row -> rows.staged.put(row.entity(), row));
            rows.staging = rows.staging == Staging.NONE ? Staging.DELTA : rows.staging;
            rows.stagedEpoch = Optional.of(page.epoch());
            rows.stagedPosition = page.to();
            rows.stagedCursor = Optional.of(page.cursor());
        }
    }

    public void startOver(String scope) {
        ScopeRows rows = write(scope);
        rows.dropStage();
        rows.staging = Staging.FULL;
    }

    /** AG-11 to AG-14. @return whether the feed has passed operations whose outcome is not known */
    public boolean apply(String scope, Reader asked, ChangesPage page) {
        ScopeRows rows = write(scope);
        if (!isStill(scope, asked)) {
            return false;
        }
        page.rows().forEach(row -> rows.staged.put(row.entity(), row));
        long mark = device.equals(asked.device()) ? page.mark().orElse(0) : 0;
        takeRows(rows);
        boolean forgotten = retire(scope, page, mark);
        passUndecided(rows, mark);
        rows.dropStage();
        rows.epoch = Optional.of(page.epoch());
        rows.position = page.to();
        rows.cursor = Optional.of(page.cursor());
        return forgotten || isFirstPassed(rows, mark);
    }

    private static boolean isFirstPassed(ScopeRows rows, long mark) {
        return rows.queue.stream()
                .filter(entry -> entry.state == Entry.State.UNDECIDED)
                .findFirst()
                .filter(entry -> entry.sequence <= mark)
                .isPresent();
    }

    public void applyPart(String scope, Reader asked, ChangesPage page) {
        boolean isStill = isStill(scope, asked);
        stage(scope, asked, page);
        ScopeRows rows = rows(scope);
        if (isStill && rows.staging != Staging.FULL) {
            takeRows(rows);
            rows.dropStage();
            rows.epoch = Optional.of(page.epoch());
            rows.position = page.to();
            rows.cursor = Optional.of(page.cursor());
        }
    }

    protected void takeRows(ScopeRows rows) {
        if (rows.staging == Staging.FULL) {
            rows.canonical.clear();
        }
        for (CanonicalRow row : rows.staged.values()) {
            if (row instanceof CanonicalRow.Live live) {
                rows.canonical.put(live.entity(), live);
            } else {
                rows.canonical.remove(row.entity());
            }
        }
    }

    /** AG-14: outcome known, and passed by the feed, in one epoch. */
    protected boolean isPassed(Entry entry, ChangesPage page, long mark) {
        return entry.state != Entry.State.UNDECIDED
                && entry.epoch.equals(page.epoch())
                && (entry.sequence <= mark || (entry.position.isPresent() && entry.position.getAsLong() <= page.to()));
    }

    private boolean retire(String scope, ChangesPage page, long mark) {
        ScopeRows rows = rows(scope);
        List<Entry> passed =
                rows.queue.stream().filter(entry -> isPassed(entry, page, mark)).toList();
        for (Entry entry : passed) {
            if (entry.state == Entry.State.DECIDED) {
                journal(rows, entry);
            }
            departures.left(scope, entry, How.RETIRED);
        }
        rows.queue.removeAll(passed);
        boolean restored =
                rows.epoch.filter(epoch -> !epoch.equals(page.epoch())).isPresent()
                        || rows.queue.stream()
                                .anyMatch(entry ->
                                        entry.state != Entry.State.UNDECIDED && !entry.epoch.equals(page.epoch()));
        return restored && goOnInAnotherEpoch(scope, page);
    }

    protected void journal(ScopeRows rows, Entry entry) {
        rows.journal.add(entry.copy());
    }

    /** AG-32: outcomes of another epoch are void, and what was acknowledged goes again. */
    protected boolean goOnInAnotherEpoch(String scope, ChangesPage page) {
        ScopeRows rows = rows(scope);
        rows.queue.forEach(entry -> entry.passed = false);
        List<Entry> rejected = rows.queue.stream()
                .filter(entry -> entry.state == Entry.State.REJECTED && !entry.epoch.equals(page.epoch()))
                .toList();
        rejected.forEach(entry -> departures.left(scope, entry, How.RETIRED));
        rows.queue.removeAll(rejected);
        boolean forgotten = false;
        for (Entry entry : rows.queue) {
            if (entry.state == Entry.State.DECIDED && !entry.epoch.equals(page.epoch())) {
                entry.forget();
                forgotten = true;
            }
        }
        return sendAgain(scope) || forgotten;
    }

    private boolean sendAgain(String scope) {
        ScopeRows rows = rows(scope);
        boolean any = !rows.journal.isEmpty();
        for (Entry entry : rows.journal) {
            entry.forget();
            entry.sends = 1;
            entry.refusals = 0;
            entry.passed = false;
            entry.resent = true;
            rows.queue.add(entry);
        }
        rows.journal.clear();
        rows.queue.sort(Comparator.comparingLong(entry -> entry.ordinal));
        if (any) {
            removeRejected(scope, rows);
            rows.queue.forEach(Entry::forget);
        }
        buryIncomplete(scope, rows);
        if (any) {
            long place = 0;
            for (Entry entry : rows.queue) {
                entry.previous = place == 0 ? 0 : rows.lastSequence + place;
                place++;
                entry.sequence = rows.lastSequence + place;
            }
            rows.lastSequence += place;
            rows.lastLink = rows.lastSequence;
        }
        return any;
    }

    /** A transaction is sent whole, or not at all. */
    private void buryIncomplete(String scope, ScopeRows rows) {
        List<Entry> torn = new ArrayList<>();
        for (Entry entry : rows.queue) {
            entry.operation.transaction().filter(ignored -> entry.sends > 0).ifPresent(part -> {
                long there = rows.queue.stream()
                        .filter(other -> other.sends > 0 && rows.isTogether(entry, other))
                        .count();
                if (there != part.size()) {
                    torn.add(entry);
                }
            });
        }
        for (Entry entry : torn) {
            bury(scope, entry, Buried.TRANSACTION_INCOMPLETE.slug(), true);
            departures.left(scope, entry, How.BURIED);
        }
        rows.queue.removeAll(torn);
    }

    /** They show no more: the canonical row has them, or somebody has replaced them. */
    private static void passUndecided(ScopeRows rows, long mark) {
        for (Entry entry : rows.queue) {
            if (entry.state == Entry.State.UNDECIDED) {
                if (entry.sequence > mark) {
                    return;
                }
                entry.passed = true;
            }
        }
    }

    /** AG-20: rows go, and what was not decided becomes dead letters. */
    public void revoke(String scope) {
        ScopeRows rows = write(scope);
        rows.queue.stream()
                .filter(entry -> entry.state == Entry.State.UNDECIDED)
                .findFirst()
                .ifPresent(entry -> rows.lastLink = entry.previous);
        for (Entry entry : rows.queue) {
            if (entry.state == Entry.State.UNDECIDED) {
                bury(scope, entry, ProblemType.SCOPE_NOT_FOUND.slug(), false);
            }
            departures.left(scope, entry, entry.state == Entry.State.UNDECIDED ? How.BURIED : How.RETIRED);
        }
        rows.queue.clear();
        rows.canonical.clear();
        rows.journal.clear();
        rows.dropStage();
        rows.epoch = Optional.empty();
        rows.position = 0;
        rows.cursor = Optional.empty();
    }
}
