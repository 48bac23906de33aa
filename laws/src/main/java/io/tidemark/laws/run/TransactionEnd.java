package io.tidemark.laws.run;

import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;

/** How a transaction ended: the last of these that one of its operations shows. */
public enum TransactionEnd {
    HELD,
    REFUSED,
    SET_ASIDE;

    static TransactionEnd of(Outcome outcome) {
        boolean conflict = outcome.status() == Status.CONFLICT
                || outcome.reason().filter(Reason.TRANSACTION_CONFLICT::equals).isPresent();
        if (conflict) {
            return SET_ASIDE;
        }
        return outcome.status() == Status.REJECTED ? REFUSED : HELD;
    }

    TransactionEnd and(TransactionEnd other) {
        return compareTo(other) < 0 ? other : this;
    }

    public String words() {
        return switch (this) {
            case HELD -> "held";
            case REFUSED -> "refused";
            case SET_ASIDE -> "set aside";
        };
    }
}
