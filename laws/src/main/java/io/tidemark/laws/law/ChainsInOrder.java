package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import java.util.HashMap;
import java.util.Map;

/** A device's operations are decided in the order of its chain, and none before what stands in front of it is final. */
final class ChainsInOrder implements Law {
    @Override
    public String promise() {
        return "a device's operations are decided in their order, without a hole";
    }

    @Override
    public String rules() {
        return "G3, ADMIT-3, -4, -6";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Map<DeviceKey, Long> marks = new HashMap<>();
        for (Event.Merged batch : facts.merged()) {
            for (int i = 0; i < batch.arrivals().size(); i++) {
                Arrival arrival = batch.arrivals().get(i);
                if (batch.plan().results().get(i).verdict()
                        instanceof Verdict.Final(Outcome outcome, boolean replayed)) {
                    arrival.submission()
                            .envelope()
                            .link()
                            .ifPresent(link -> look(search, marks, arrival, link, replayed, outcome));
                }
            }
        }
        orderOfTheLog(search, facts);
        return search.found();
    }

    private static void look(
            Finding.Search search,
            Map<DeviceKey, Long> marks,
            Arrival arrival,
            Link link,
            boolean replayed,
            Outcome outcome) {
        DeviceKey chain = new DeviceKey(
                arrival.scope(), arrival.subject(), arrival.device().orElseThrow());
        long mark = marks.getOrDefault(chain, 0L);
        boolean decidedNow =
                !replayed && outcome.reason().filter(Reason.ID_REUSED::equals).isEmpty();
        if (decidedNow) {
            search.examine(
                    link.previous() <= mark, () -> "operation %s of %s was decided, and what stands before it was not"
                            .formatted(Names.of(arrival.submission().id()), chain.subject() + ":" + chain.device()));
        }
        if (link.previous() <= mark) {
            marks.put(chain, Math.max(mark, link.sequence()));
        }
    }

    private static void orderOfTheLog(Finding.Search search, Facts facts) {
        Map<String, Long> last = new HashMap<>();
        for (Decision decision : facts.decisions()) {
            decision.entry().sequence().ifPresent(sequence -> {
                long before = last.getOrDefault(decision.author(), 0L);
                search.examine(
                        sequence > before, () -> "%s stands at place %d of its chain, and was decided after place %d"
                                .formatted(decision, sequence, before));
                last.put(decision.author(), sequence);
            });
        }
    }
}
