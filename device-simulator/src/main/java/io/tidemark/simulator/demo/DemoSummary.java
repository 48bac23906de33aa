package io.tidemark.simulator.demo;

import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.statistics.Percentiles;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A demo in figures.
 *
 * @param saved edits that devices accepted
 * @param offline of these, while the device had no network
 * @param outcomes how many operations ended with each
 * @param copiesMade conflict copies, resolved or not
 * @param copiesOpen those that are still there
 * @param sentAgain operations that were sent once more: answers that got lost, outcomes that took their time
 * @param deaths of parts, all of which were started again
 * @param visible milliseconds from save to the screen of another device, both online
 */
public record DemoSummary(
        int saved,
        int offline,
        Map<Status, Integer> outcomes,
        int copiesMade,
        int copiesOpen,
        long sentAgain,
        int deaths,
        Percentiles visible) {
    public DemoSummary {
        outcomes = Map.copyOf(outcomes);
    }

    static DemoSummary of(Evidence evidence, int offline, long sends, int deaths, Percentiles visible) {
        EnumMap<Status, Integer> outcomes = new EnumMap<>(Status.class);
        for (Status status : Status.values()) {
            outcomes.put(status, 0);
        }
        evidence.log().forEach(entry -> outcomes.merge(entry.outcome().status(), 1, Integer::sum));
        int made = (int) evidence.log().stream()
                .flatMap(entry -> entry.outcome().conflictCopies().stream())
                .distinct()
                .count();
        int open = (int) evidence.scopes().stream()
                .flatMap(scope -> scope.rows().stream())
                .filter(row ->
                        row instanceof CanonicalRow.Live live && live.conflict().isPresent())
                .count();
        int saved = evidence.edits().size();
        return new DemoSummary(saved, offline, outcomes, made, open, Math.max(0, sends - saved), deaths, visible);
    }

    public int count(Status status) {
        return Objects.requireNonNullElse(outcomes.get(status), 0);
    }
}
