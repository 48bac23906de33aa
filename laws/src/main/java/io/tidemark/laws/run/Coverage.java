package io.tidemark.laws.run;

import io.tidemark.laws.law.Law;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must have happened in a run of some size, so that its verdict says something. */
public final class Coverage {
    /** In fewer histories, what is rare may be missing by chance. */
    public static final long DEMANDED_FROM = 2_000;

    /** Given by the merge service alone, or for payloads that are too large to be generated. */
    private static final Set<Reason> ELSEWHERE = EnumSet.of(Reason.MERGE_FAILED, Reason.OPERATION_TOO_LARGE);

    private Coverage() {}

    /** Names whatever never occurred; empty for a run that is too small to demand it. */
    public static List<String> missing(Tally tally) {
        List<String> missing = new ArrayList<>();
        if (tally.histories() < DEMANDED_FROM) {
            return missing;
        }
        Set<Status> statuses =
                tally.endings().keySet().stream().map(Ending::status).collect(Collectors.toSet());
        Arrays.stream(Status.values())
                .filter(status -> !statuses.contains(status))
                .forEach(status -> missing.add("no operation ended " + status.slug()));
        Set<Reason> reasons = tally.endings().keySet().stream()
                .flatMap(ending -> ending.reason().stream())
                .collect(Collectors.toSet());
        EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)).stream()
                .filter(reason -> !reasons.contains(reason))
                .forEach(reason -> missing.add("no operation ended with the reason " + reason.slug()));
        for (Law law : tally.examined().keySet()) {
            if (tally.examined().getOrDefault(law, 0L) == 0) {
                missing.add("a law looked at nothing: " + law.promise());
            }
        }
        return missing;
    }
}
