package io.tidemark.agent.server;

/** What happens to a request on its way there and back. */
public enum Fate {
    ANSWERED,
    /** The merge comes later: the push is answered with {@code pending}. */
    ANSWERED_BEFORE_MERGE,
    /** It arrives twice, as through two gateways. */
    DUPLICATED,
    DELAYED,
    REQUEST_LOST,
    ANSWER_LOST,
    ANSWER_TRUNCATED,
    CAPTIVE_PORTAL,
    FOREIGN_JSON,
    WRONG_RESULTS,
    TOO_MANY_REQUESTS,
    UNAVAILABLE,
    TOKEN_EXPIRED,
    CURSOR_EXPIRED,
    BODY_TOO_LARGE
}
