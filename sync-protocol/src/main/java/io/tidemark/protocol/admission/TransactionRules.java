package io.tidemark.protocol.admission;

import io.tidemark.protocol.outcome.Reason;
import java.util.List;

/** TX-2: what the rules say of one operation of a transaction goes for all of it. */
final class TransactionRules {
    private TransactionRules() {}

    /**
     * @param unit an operation that stands alone, or a whole transaction
     * @param bytes of all its payloads together
     */
    static List<Submission> settle(List<Submission> unit, int bytes) {
        if (unit.size() == 1) {
            return unit;
        }
        if (bytes > OperationRules.MAX_PAYLOAD) {
            return unit.stream()
                    .<Submission>map(each -> each.refused(Reason.OPERATION_TOO_LARGE))
                    .toList();
        }
        if (unit.stream().anyMatch(Submission.Refused.class::isInstance)) {
            return unit.stream()
                    .map(each -> each instanceof Submission.Refused ? each : each.refused(Reason.TRANSACTION_REFUSED))
                    .toList();
        }
        if (unit.stream().anyMatch(Submission.Deferred.class::isInstance)) {
            return unit.stream()
                    .<Submission>map(each ->
                            new Submission.Deferred(each.id(), each.fingerprint(), each.envelope(), each.transaction()))
                    .toList();
        }
        return unit;
    }
}
