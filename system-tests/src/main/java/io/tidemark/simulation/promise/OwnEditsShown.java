package io.tidemark.simulation.promise;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulation.device.Departures.How;
import io.tidemark.simulation.device.Entry;
import io.tidemark.simulation.promise.Happening.Screen;
import io.tidemark.simulation.world.Notes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * G7: an own edit is on its author's screen from the moment in which it was saved until the feed has passed its outcome.
 * Kept by words: one that was there must be there, until its author replaced it, the operation was refused, or a
 * checkpoint had it.
 */
final class OwnEditsShown extends Promise {
    private final Ledger ledger;
    private final Map<Place, List<Own>> shown = new HashMap<>();

    private record Place(String device, String scope) {}

    private record Own(EntityKey entity, String word, OperationId operation) {}

    OwnEditsShown(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G7";
    }

    @Override
    public String words() {
        return "an own edit stays on the screen until the feed has passed its outcome";
    }

    @Override
    protected void on(Happening happening) {
        switch (happening) {
            case Happening.Saved saved -> saved(saved);
            case Happening.Checkpoint checkpoint ->
                of(checkpoint.device(), checkpoint.scope().scope())
                        .removeIf(own -> isPassed(
                                own, checkpoint.page(), checkpoint.epochBefore().orElse("")));
            case Happening.Shown now -> look(now);
            case Happening.RolledBack rolled ->
                shown.keySet().removeIf(place -> place.device().equals(rolled.device()));
            case Happening.Cloned ignored -> {}
            case Happening.Renamed renamed -> renamed(renamed);
            case Happening.Left left -> left(left);
            case Happening.Withdrawn withdrawn ->
                of(withdrawn.device(), withdrawn.scope()).clear();
            case Happening.SentAgain again -> sentAgain(again);
            case Happening.Discarded ignored -> {}
            case Happening.Committed ignored -> {}
            case Happening.Heard ignored -> {}
            case Happening.Answered ignored -> {}
            case Happening.Asked ignored -> {}
            case Happening.Quietened ignored -> {}
            case Happening.Started ignored -> {}
            case Happening.Membership ignored -> {}
            case Happening.Restored ignored -> {}
        }
    }

    private List<Own> of(String device, String scope) {
        return shown.computeIfAbsent(new Place(device, scope), ignored -> new ArrayList<>());
    }

    private void saved(Happening.Saved saved) {
        Edit edit = ledger.edit(saved.operation().id()).orElseThrow();
        List<Own> own = of(saved.device(), saved.scope());
        EntityKey entity = saved.operation().entity();
        Set<String> gone = new TreeSet<>();
        edit.replaced().values().forEach(gone::addAll);
        own.removeIf(each -> each.entity().equals(entity) && gone.contains(each.word()));
        edit.written()
                .values()
                .forEach(words -> words.forEach(word -> {
                    own.removeIf(each -> each.word().equals(word));
                    own.add(new Own(entity, word, saved.operation().id()));
                }));
    }

    private void renamed(Happening.Renamed renamed) {
        shown.forEach((place, own) -> {
            if (place.device().equals(renamed.device())) {
                own.replaceAll(each -> each.operation().equals(renamed.before())
                        ? new Own(each.entity(), each.word(), renamed.after())
                        : each);
            }
        });
    }

    private void left(Happening.Left left) {
        if (left.how() == How.BURIED) {
            of(left.device(), left.scope())
                    .removeIf(own -> own.operation().equals(left.entry().id()));
        }
    }

    /** What its author sends again lies on top of what he has done since. */
    private void sentAgain(Happening.SentAgain again) {
        ledger.edit(again.operation()).ifPresent(edit -> of(again.device(), edit.scope())
                .removeIf(own -> own.entity().equals(edit.operation().entity())));
    }

    /** Or the epoch has changed: what a server that was restored has lost, shows as far as its row tells. */
    private boolean isPassed(Own own, ChangesPage page, String epochBefore) {
        boolean anotherEpoch = !epochBefore.isEmpty() && !epochBefore.equals(page.epoch());
        return anotherEpoch || ledger.outcomes(own.operation()).stream().anyMatch(outcome -> isReached(outcome, page));
    }

    private static boolean isReached(Outcome outcome, ChangesPage page) {
        return outcome.position().orElse(0) <= page.to();
    }

    private void look(Happening.Shown now) {
        List<Own> own = of(now.device(), now.scope());
        own.removeIf(each -> isRefused(each, now.queue()));
        own.forEach(each -> require(
                isOnScreen(each, now.screen()) || (ledger.isForked(now.device()) && isInDoubt(each, now.queue())),
                () -> "'" + each.word() + "' of " + each.operation() + " has left the screen of " + now.device()));
    }

    /** Rejected, or taken out of the queue without a decision: it is a dead letter. */
    private boolean isRefused(Own own, List<Entry> queue) {
        boolean rejected =
                ledger.outcomes(own.operation()).stream().anyMatch(outcome -> outcome.status() == Status.REJECTED);
        boolean isThere = queue.stream().anyMatch(entry -> entry.id().equals(own.operation()));
        boolean undecided = ledger.outcomes(own.operation()).isEmpty();
        return rejected || (!isThere && undecided) || isRejectedThere(own, queue);
    }

    /**
     * Its sequence is another's, too: until it is told so, the device cannot know what the mark has passed. When it is,
     * a transaction that did not hold leaves the queue at once (AG-9), and what was saved while it was off the screen
     * stays on top of it.
     */
    private static boolean isInDoubt(Own own, List<Entry> queue) {
        boolean isThere = queue.stream().anyMatch(entry -> entry.id().equals(own.operation()));
        return !isThere
                || isWrittenOver(own, queue)
                || queue.stream()
                        .anyMatch(entry -> entry.id().equals(own.operation()) && (entry.passed || entry.resent));
    }

    private static boolean isWrittenOver(Own own, List<Entry> queue) {
        return queue.stream()
                .dropWhile(entry -> !entry.id().equals(own.operation()))
                .skip(1)
                .anyMatch(entry -> entry.operation.entity().equals(own.entity()));
    }

    private static boolean isRejectedThere(Own own, List<Entry> queue) {
        return queue.stream()
                .anyMatch(entry -> entry.id().equals(own.operation()) && entry.state == Entry.State.REJECTED);
    }

    private static boolean isOnScreen(Own own, Screen screen) {
        return screen.of(own.entity())
                .map(Notes::words)
                .filter(words -> words.contains(own.word()))
                .isPresent();
    }
}
