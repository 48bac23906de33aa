package io.tidemark.agent.sync;

/** Why a queue or a pull waits: shown to the user, never counted against an operation. */
public enum WaitReason {
    /** It does not wait, or only for its next turn. */
    NONE,
    OFFLINE,
    /** The network costs money, and the app asked for one that does not. */
    METERED,
    /** The battery is low, and the app asked to spare it. */
    BATTERY_LOW,
    /** Somebody asked to stop, or no run is under way: the platform says when the next one begins. */
    STOPPED,
    /** The agent does not follow the scope, or not any more. */
    NOT_FOLLOWED,
    /** No connection. */
    UNREACHABLE,
    /** There was a connection, and the exchange took too long or broke off: the next one carries less. */
    BROKE_OFF,
    /** Somebody answered who is not Tidemark: a captive portal, a proxy. */
    NOT_OUR_SERVER,
    /** The token provider gave none, or none that can be sent, or did not answer in time. */
    NO_TOKEN,
    TOKEN_REFUSED,
    /** The subject is no member of the scope, or not any more: its rows are gone from this device. */
    SCOPE_NOT_FOUND,
    TOO_MANY_REQUESTS,
    SERVER_TROUBLE,
    /** The server has the operations and has not merged them yet. */
    OUTCOME_PENDING,
    /** The server misses an operation that this queue does not hold. */
    OUT_OF_ORDER,
    /** The server took the device for a clone; the queue goes on under a new device id. */
    DEVICE_FORKED,
    /** The server does not know the app's schema version yet. */
    SCHEMA_TOO_NEW,
    /** The request was refused as a whole; the batch is being halved. */
    REQUEST_REFUSED,
    /** The scope is written so fast that there is no checkpoint: what is shown is not of one moment. */
    NO_CHECKPOINT,
    /** The server asked for a resync where none was possible, or sent a page that does not fit. */
    UNEXPECTED_PAGE,
    /** The provider of keys has not the one that an edit is encrypted under: until it has, nothing is lost. */
    KEY_MISSING,
    /** The local database failed: disk full, or worse. */
    STORE_FAILED;

    /** Whether it is the network that is missed: when it is back, what was learnt about the old one is worth nothing. */
    boolean isOfTheNetwork() {
        return this == OFFLINE || this == METERED;
    }
}
