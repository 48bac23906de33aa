package io.tidemark.agent.vault;

/** A text could not be encrypted or read. The message names neither keys nor content. */
public final class VaultFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean ofText;

    private VaultFailure(String message, boolean ofText) {
        super(message);
        this.ofText = ofText;
    }

    /** It may go otherwise the next time. */
    static VaultFailure ofKey(String message) {
        return new VaultFailure(message, false);
    }

    static VaultFailure ofText(String message) {
        return new VaultFailure(message, true);
    }

    /** Whether the text itself was changed, or belongs elsewhere; else its key is not at hand. */
    public boolean isOfText() {
        return ofText;
    }
}
