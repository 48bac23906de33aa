package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.simulation.server.Database.Commit;
import java.util.HashMap;
import java.util.Map;

/** G3: a device's operations are decided in their order, and none before what stands in front of it is final. */
final class OrderKept extends Promise {
    private final Ledger ledger;

    OrderKept(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G3";
    }

    @Override
    public String words() {
        return "a device's operations are decided in their order, without a hole";
    }

    @Override
    protected void on(Happening happening) {
        // Whether it holds can be told of the data that there are in the end: a restore takes decisions back.
    }

    @Override
    protected void atRest(Rest rest) {
        Map<DeviceKey, Long> marks = new HashMap<>();
        Map<String, Edit> last = new HashMap<>();
        for (Commit commit : rest.history()) {
            for (int i = 0; i < commit.arrivals().size(); i++) {
                chain(commit.arrivals().get(i), commit.plan().results().get(i), marks);
            }
            commit.plan().log().forEach(entry -> saved(entry, last));
        }
    }

    private void chain(Arrival arrival, OperationResult result, Map<DeviceKey, Long> marks) {
        if (!(result.verdict() instanceof Verdict.Final(Outcome outcome, boolean replayed))) {
            return;
        }
        Link link = arrival.submission().envelope().link().orElseThrow();
        DeviceKey chain = new DeviceKey(
                arrival.scope(), arrival.subject(), arrival.device().orElseThrow());
        long mark = marks.getOrDefault(chain, 0L);
        boolean now =
                !replayed && outcome.reason().filter(Reason.ID_REUSED::equals).isEmpty();
        require(
                !now || (link.previous() <= mark && link.sequence() > mark),
                () -> result.operation() + " of " + chain + " was decided in place " + link + ", behind " + mark);
        if (link.previous() <= mark) {
            marks.put(chain, Math.max(mark, link.sequence()));
        }
    }

    /**
     * The order in which the user did it; in each scope of its own. Not of a device that was forked: what stands behind
     * the fork in one push may be decided before what has to go again.
     */
    private void saved(LogEntry entry, Map<String, Edit> last) {
        OperationId id = entry.key().operation();
        ledger.edit(id)
                .filter(edit -> !ledger.isSentAgain(id) && !ledger.isForked(edit.device()))
                .ifPresent(edit -> {
                    Edit before = last.put(edit.device() + "/" + edit.scope(), edit);
                    require(
                            before == null || before.order() <= edit.order(),
                            () -> edit.device() + " did " + id + " before "
                                    + (before == null ? "" : before.operation().id()) + ", and it was decided after");
                });
    }
}
