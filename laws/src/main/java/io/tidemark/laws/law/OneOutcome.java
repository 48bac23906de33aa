package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.ServerChange;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An operation is decided once, and every answer to it is that outcome; or that it is no longer known. */
final class OneOutcome implements Law {
    @Override
    public String promise() {
        return "an operation has one effect and one outcome, however often it arrives";
    }

    @Override
    public String rules() {
        return "G2, ADMIT-1, -2, -5, -8";
    }

    private record Payload(OperationId id, Fingerprint fingerprint) {}

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Set<Payload> decided = new HashSet<>();
        for (Decision decision : facts.decisions()) {
            Payload payload = new Payload(decision.id(), decision.entry().fingerprint());
            search.examine(decided.add(payload), () -> "%s was decided twice".formatted(decision));
        }
        Map<Payload, Outcome> outcomes = new HashMap<>();
        boolean dropped = false;
        for (Event event : facts.evidence().events()) {
            dropped |= event instanceof Event.Changed(ServerChange.LogDropped ignored);
            if (event instanceof Event.Merged batch) {
                for (int i = 0; i < batch.arrivals().size(); i++) {
                    if (batch.plan().results().get(i).verdict() instanceof Verdict.Final(Outcome outcome, boolean again)
                            && !isForgotten(outcome, dropped)) {
                        compare(search, outcomes, batch.arrivals().get(i), outcome);
                    }
                }
            }
        }
        return search.found();
    }

    /** Once the log is dropped, an id may be free for another payload. */
    private static boolean isForgotten(Outcome outcome, boolean dropped) {
        return outcome.reason()
                .filter(reason -> reason == Reason.EXPIRED || (reason == Reason.ID_REUSED && dropped))
                .isPresent();
    }

    private static void compare(
            Finding.Search search, Map<Payload, Outcome> outcomes, Arrival arrival, Outcome outcome) {
        Payload payload =
                new Payload(arrival.submission().id(), arrival.submission().fingerprint());
        Outcome first = outcomes.getOrDefault(payload, outcome);
        outcomes.putIfAbsent(payload, outcome);
        search.examine(first.equals(outcome), () -> "operation %s has two outcomes: %s, then %s"
                .formatted(Names.of(payload.id()), first, outcome));
    }
}
