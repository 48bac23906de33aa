package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** All operations of a transaction hold or none does, in one batch, and no reader's checkpoint lies between them. */
final class TransactionsWhole implements Law {
    private static final Set<Reason> OF_NOT_HELD = EnumSet.of(Reason.TRANSACTION_CONFLICT, Reason.JOINED_COPY);

    @Override
    public String promise() {
        return "a transaction holds whole or not at all, for the log and for each reader";
    }

    @Override
    public String rules() {
        return "TX-1 to TX-4, BATCH-4";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        groups(facts).forEach((transaction, operations) -> {
            String name = Names.transaction(transaction);
            boolean allHold = operations.stream().allMatch(Decision::holds);
            boolean noneHolds = operations.stream().noneMatch(Decision::holds);
            search.examine(allHold || noneHolds, () -> "%s holds in part: %s".formatted(name, outcomes(operations)));
            search.examine(
                    operations.stream().mapToInt(Decision::batch).distinct().count() == 1,
                    () -> "%s was decided in several batches".formatted(name));
            if (noneHolds) {
                search.examine(
                        operations.stream().allMatch(TransactionsWhole::saysSo),
                        () -> "%s does not hold, and an outcome does not say so: %s"
                                .formatted(name, outcomes(operations)));
            } else {
                neverInPart(search, name, operations, facts);
            }
        });
        return search.found();
    }

    private static boolean saysSo(Decision decision) {
        return decision.is(Status.REJECTED)
                || (decision.is(Status.CONFLICT)
                        && decision.outcome()
                                .reason()
                                .filter(OF_NOT_HELD::contains)
                                .isPresent());
    }

    private static void neverInPart(Finding.Search search, String name, List<Decision> operations, Facts facts) {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (Decision decision : operations) {
            if (decision.outcome().position().isPresent()) {
                first = Math.min(first, decision.outcome().position().getAsLong());
                last = Math.max(last, decision.outcome().position().getAsLong());
            }
        }
        for (Event.Checkpoint checkpoint : facts.evidence().all(Event.Checkpoint.class)) {
            search.examine(
                    checkpoint.position() < first || checkpoint.position() >= last,
                    () -> "%s was shown in part on %s, at position %d"
                            .formatted(name, checkpoint.who(), checkpoint.position()));
        }
    }

    private static List<String> outcomes(List<Decision> operations) {
        return operations.stream()
                .map(decision -> decision + " " + decision.outcome().status().slug()
                        + decision.outcome()
                                .reason()
                                .map(reason -> ", " + reason.slug())
                                .orElse(""))
                .toList();
    }

    private static Map<UUID, List<Decision>> groups(Facts facts) {
        Map<UUID, List<Decision>> groups = new LinkedHashMap<>();
        for (Decision decision : facts.decisions()) {
            decision.transaction()
                    .ifPresent(transaction -> groups.computeIfAbsent(transaction, ignored -> new ArrayList<>())
                            .add(decision));
        }
        return groups;
    }

    /** Transactions of which nothing was written. */
    static Set<UUID> notHeld(Facts facts) {
        Set<UUID> notHeld = new HashSet<>();
        groups(facts).forEach((transaction, operations) -> {
            if (operations.stream().noneMatch(Decision::holds)) {
                notHeld.add(transaction);
            }
        });
        return notHeld;
    }
}
