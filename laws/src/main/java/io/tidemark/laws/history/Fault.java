package io.tidemark.laws.history;

/** What went wrong, or was made to. */
public enum Fault {
    PARTITION("partitions"),
    REQUEST_LOST("requests lost"),
    REQUEST_LATE("requests late"),
    REQUEST_TWICE("requests twice"),
    REQUEST_WITHOUT_BEGINNING("without their beginning"),
    ANSWER_LOST("answers lost"),
    ANSWER_LATE("answers late"),
    PAGE_HALF_WAY("feeds read half way"),
    FEED_FROM_ZERO("feeds from zero again"),
    DEVICE_CLONED("devices cloned"),
    DEVICE_FORKED("forks met"),
    ID_REUSED("ids used again"),
    FLAWED_EDIT("flawed edits"),
    MEMBERSHIP_REVOKED("memberships revoked"),
    LOG_DROPPED("logs dropped"),
    TOMBSTONES_DROPPED("tombstones dropped");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
