package io.tidemark.agent.sync;

import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** One of each event, by the name that it has in the tables of docs/spec/agent.md. */
final class Samples {
    static final Pace PACE = new Pace(new BackOff(500, 60_000), 5_000, 50, 20_000);
    static final Moment NOW = new Moment(1_000_000, 0.5);
    /** Of the lane's latest fetch. */
    static final long TICKET = 7;

    static final Verdict APPLIED = new Verdict.Final(Outcome.rejected(Reason.EXPIRED), false);
    static final Reader READER = new Reader("d-1", Optional.of("e"), 10, Optional.of("c"), true, Optional.empty());
    static final Reader AT_START = new Reader("d-1", Optional.empty(), 0, Optional.empty(), false, Optional.empty());
    /** Takes the feed from the start, over rows up to position 15. */
    static final Reader ANEW =
            new Reader("d-1", Optional.of("e"), 10, Optional.of("c"), true, Optional.of(new Reader.Shown("e", 15)));

    private Samples() {}

    static Slot slot(int sequence, int previous, int refusals) {
        return slot(sequence, previous, refusals, Optional.empty());
    }

    static Slot slot(int sequence, int previous, int refusals, Optional<UUID> transaction) {
        return new Slot(new OperationId(new UUID(0, sequence)), sequence, previous, refusals, transaction);
    }

    /** Operations that stand or fall together. */
    static Window transaction(int operations, int refusals) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 1; i <= operations; i++) {
            slots.add(slot(i, i - 1, refusals, Optional.of(new UUID(1, 1))));
        }
        return new Window("d-1", slots);
    }

    static Window window(int operations) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 1; i <= operations; i++) {
            slots.add(slot(i, i - 1, 0));
        }
        return new Window("d-1", slots);
    }

    static Event answered(Window window, Verdict... verdicts) {
        List<OperationResult> results = new ArrayList<>();
        for (int i = 0; i < verdicts.length; i++) {
            results.add(new OperationResult(window.slots().get(i).operation(), verdicts[i]));
        }
        return new Event.PushAnswered(window, new PushAnswer("e", results));
    }

    static Event refused(Window window) {
        return new Event.PushFailed(window, new Fault.Refused(ProblemType.BODY_TOO_LARGE));
    }

    static ChangesPage page(String epoch, long from, long to, boolean checkpoint) {
        return new ChangesPage(epoch, from, to, "c2", checkpoint, OptionalLong.empty(), List.of());
    }

    static Event arrived(ChangesPage page) {
        return new Event.PageArrived(TICKET, READER, page, true);
    }

    static Event failed(Reader reader, Fault fault) {
        return new Event.PullFailed(TICKET, reader, fault);
    }

    static Map<String, Event> events() {
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("Saved", new Event.Saved());
        events.put("SyncRequested", new Event.SyncRequested());
        events.put("Hindrance: none", new Event.Hindrance(WaitReason.NONE));
        events.put("Hindrance: offline", new Event.Hindrance(WaitReason.OFFLINE));
        events.put("Hindrance: stopped", new Event.Hindrance(WaitReason.STOPPED));
        events.put("Tick", new Event.Tick());
        events.put("NothingToPush", new Event.NothingToPush());
        events.put("PushAnswered: all final", answered(window(2), APPLIED, APPLIED));
        events.put("PushAnswered: final, then pending", answered(window(2), APPLIED, new Verdict.Pending()));
        events.put("PushAnswered: pending", answered(window(1), new Verdict.Pending()));
        Window late = new Window("d-1", List.of(slot(9, 8, 0)));
        events.put("PushAnswered: out-of-order below previous", answered(late, new Verdict.OutOfOrder(3)));
        events.put("PushAnswered: out-of-order otherwise", answered(late, new Verdict.OutOfOrder(8)));
        events.put("PushAnswered: deferred", answered(window(1), new Verdict.Deferred()));
        events.put("PushAnswered: device-forked", answered(window(1), new Verdict.DeviceForked()));
        events.put("PushAnswered: too few results", answered(window(2), APPLIED));
        events.put("PushFailed: transient", new Event.PushFailed(window(2), Fault.because(WaitReason.UNREACHABLE)));
        events.put("PushFailed: broke off", new Event.PushFailed(window(2), Fault.because(WaitReason.BROKE_OFF)));
        events.put("PushFailed: asked to wait", new Event.PushFailed(window(2), retryAfter(Duration.ofSeconds(90))));
        events.put("PushFailed: no access", new Event.PushFailed(window(2), new Fault.NoAccess()));
        events.put("PushFailed: refused, several operations", refused(window(2)));
        events.put("PushFailed: refused, one transaction", refused(transaction(2, 0)));
        events.put("PushFailed: refused, one operation", refused(window(1)));
        events.put(
                "PushFailed: refused, one operation, third time", refused(new Window("d-1", List.of(slot(1, 0, 2)))));
        events.put("PushFailed: resync", new Event.PushFailed(window(1), new Fault.Resync(ProblemType.CURSOR_EXPIRED)));
        events.put("OutcomeUnknown", new Event.OutcomeUnknown(window(1), ProblemType.BODY_TOO_LARGE));
        events.put("OutcomesStored", new Event.OutcomesStored());
        events.put("PageArrived: fits", arrived(page("e", 10, 20, false)));
        events.put("PageArrived: fits, checkpoint", arrived(page("e", 10, 10, true)));
        events.put("PageArrived: from elsewhere", arrived(page("e", 11, 20, true)));
        events.put("PageArrived: of another epoch", arrived(page("f", 10, 20, true)));
        events.put(
                "PageArrived: of an earlier state", new Event.PageArrived(TICKET, ANEW, page("e", 10, 14, true), true));
        events.put("PageArrived: leads nowhere", arrived(page("e", 10, 10, false)));
        events.put(
                "PageArrived: of an earlier fetch",
                new Event.PageArrived(TICKET - 1, READER, page("e", 10, 20, true), true));
        events.put("PullFailed: transient", failed(READER, Fault.because(WaitReason.UNREACHABLE)));
        events.put("PullFailed: broke off", failed(READER, Fault.because(WaitReason.BROKE_OFF)));
        events.put("PullFailed: asked to wait", failed(READER, retryAfter(Duration.ofSeconds(90))));
        events.put("PullFailed: refused", failed(READER, new Fault.Refused(ProblemType.INVALID_PARAMETER)));
        events.put("PullFailed: resync", failed(READER, new Fault.Resync(ProblemType.CURSOR_EXPIRED)));
        events.put("PullFailed: resync, at the start", failed(AT_START, new Fault.Resync(ProblemType.CURSOR_EXPIRED)));
        events.put("PullFailed: no access, with rows", failed(READER, new Fault.NoAccess()));
        events.put("PullFailed: no access, without rows", failed(AT_START, new Fault.NoAccess()));
        events.put(
                "PullFailed: of an earlier fetch",
                new Event.PullFailed(TICKET - 1, READER, Fault.because(WaitReason.UNREACHABLE)));
        events.put("Applied", new Event.Applied(false));
        events.put("Applied: outcomes missing", new Event.Applied(true));
        events.put("StoreFailed: push", new Event.StoreFailed(Lane.PUSH));
        events.put("StoreFailed: pull", new Event.StoreFailed(Lane.PULL));
        return events;
    }

    static Fault.Transient retryAfter(Duration duration) {
        return new Fault.Transient(WaitReason.TOO_MANY_REQUESTS, Optional.of(duration));
    }
}
