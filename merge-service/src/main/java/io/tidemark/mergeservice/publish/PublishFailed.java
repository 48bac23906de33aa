package io.tidemark.mergeservice.publish;

/** Kafka did not take all records in time. Some of them may be there. */
public final class PublishFailed extends Exception {
    private static final long serialVersionUID = 1;

    PublishFailed(Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
