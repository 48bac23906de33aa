package io.tidemark.agent.store;

import io.tidemark.protocol.admission.OperationRules;
import io.tidemark.protocol.operation.TransactionPart;

/** A transaction has bounds, so that it fits into one request. Nothing of it was stored. */
public final class TransactionTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    private TransactionTooLarge(String message) {
        super(message);
    }

    static TransactionTooLarge inOperations() {
        return new TransactionTooLarge("a transaction has at most " + TransactionPart.MAX_SIZE
                + " operations; an edit of plain fields together with counters or sets counts as two");
    }

    static TransactionTooLarge inBytes() {
        return new TransactionTooLarge(
                "a transaction has at most " + OperationRules.MAX_PAYLOAD / 1024 + " KiB of payloads");
    }
}
