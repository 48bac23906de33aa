package io.tidemark.agent.store;

/** Reasons of dead letters that the device itself gives; all others are those of the protocol. */
public enum Buried {
    /** The transaction was undone by a restore of the server, and cannot be sent whole again. */
    TRANSACTION_INCOMPLETE("transaction-incomplete"),
    /** It was found in a database that was damaged, and is not certain to be as it was saved. */
    STORE_DAMAGED("store-damaged"),
    /** What was kept of it is not what was saved, or cannot be read: nobody can say what it was. */
    PAYLOAD_DAMAGED("payload-damaged");

    private final String slug;

    Buried(String slug) {
        this.slug = slug;
    }

    public String slug() {
        return slug;
    }
}
