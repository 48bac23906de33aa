package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.simulation.world.Notes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** G2: one effect and one outcome for an operation, however often it arrives. */
final class OneOutcome extends Promise {
    private static final Set<Reason> UNLOGGED = EnumSet.of(Reason.EXPIRED, Reason.ID_REUSED);
    private static final Set<Status> EFFECTIVE = EnumSet.of(Status.APPLIED, Status.MERGED);

    private final Ledger ledger;

    OneOutcome(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G2";
    }

    @Override
    public String words() {
        return "one effect and one outcome for an operation, however often it arrives";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.Heard heard) {
            heard.answer().results().forEach(result -> compare(heard, result));
        }
    }

    private void compare(Happening.Heard heard, OperationResult result) {
        if (result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)
                && outcome.reason().filter(UNLOGGED::contains).isEmpty()) {
            Set<Outcome> decided = ledger.outcomes(result.operation());
            require(
                    decided.contains(outcome),
                    () -> heard.device() + " was told " + outcome + " of " + result.operation() + ", decided was "
                            + decided);
        }
    }

    @Override
    protected void atRest(Rest rest) {
        Set<OperationKey> seen = new HashSet<>();
        Map<String, Long> sums = new HashMap<>();
        rest.history().forEach(commit -> commit.plan().log().forEach(entry -> {
            require(seen.add(entry.key()), () -> entry.key() + " was decided twice");
            if (EFFECTIVE.contains(entry.outcome().status())) {
                add(entry, sums);
            }
        }));
        rest.store().rows().forEach((key, row) -> {
            if (key.entity().equals(Notes.TALLY)) {
                long value = row.field("likes")
                        .map(json -> ((Json.Num) json).asLong())
                        .orElse(0L);
                long sum = sums.getOrDefault(key.scope().scope(), 0L);
                require(value == sum, () -> "the tally is " + value + ", and its increments come to " + sum);
            }
        });
    }

    private void add(LogEntry entry, Map<String, Long> sums) {
        ledger.edit(entry.key().operation()).map(Edit::operation).ifPresent(operation -> {
            if (operation instanceof Operation.Upsert upsert && upsert.entity().equals(Notes.TALLY)) {
                if (upsert.changes().get("likes") instanceof Change.Increment(long by)) {
                    sums.merge(entry.key().scope().scope(), by, Long::sum);
                }
                if (upsert.fields().get("likes") instanceof Json.Num whole) {
                    sums.putIfAbsent(entry.key().scope().scope(), whole.asLong());
                }
            }
        });
    }
}
