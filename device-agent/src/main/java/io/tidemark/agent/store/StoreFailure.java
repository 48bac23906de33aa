package io.tidemark.agent.store;

import io.tidemark.agent.vault.VaultFailure;
import org.jspecify.annotations.Nullable;

/** The database refused: disk full, file gone, content that is none of ours. The transaction left no trace. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** All that is missing is a key, which may be there the next time. */
    public boolean isOfKey() {
        return getCause() instanceof VaultFailure failure && !failure.isOfText();
    }
}
