package io.tidemark.agent.sync;

/** Why a queue or a pull waits: shown to the user, never counted against an operation. */
public enum WaitReason {
    /** It does not wait, or only for its next turn. */
    NONE,
    OFFLINE,
    /** No connection, a time-out, or an answer that broke off. */
    UNREACHABLE,
    /** Somebody answered who is not Tidemark: a captive portal, a proxy. */
    NOT_OUR_SERVER,
    /** The token provider gave none. */
    NO_TOKEN,
    TOKEN_REFUSED,
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
    /** The server asked for a resync where none was possible, or sent a page that does not fit. */
    UNEXPECTED_PAGE,
    /** The local database failed: disk full, or worse. */
    STORE_FAILED
}
