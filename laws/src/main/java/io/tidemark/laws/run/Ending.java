package io.tidemark.laws.run;

import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.Comparator;
import java.util.Optional;

/** How an operation ended. */
public record Ending(Status status, Optional<Reason> reason) implements Comparable<Ending> {
    private static final Comparator<Ending> ORDER = Comparator.comparing(Ending::status)
            .thenComparing(ending -> ending.reason().map(Reason::slug).orElse(""));

    static Ending of(Outcome outcome) {
        return new Ending(outcome.status(), outcome.reason());
    }

    @Override
    public int compareTo(Ending other) {
        return ORDER.compare(this, other);
    }
}
