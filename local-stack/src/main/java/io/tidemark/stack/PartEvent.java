package io.tidemark.stack;

/**
 * Something that happened to a part.
 *
 * @param part its name
 * @param status of the part just after it happened
 * @param kind what happened
 * @param message a sentence for a person, such as "merge-service died with exit code 137; starting again"
 */
public record PartEvent(String part, PartStatus status, Kind kind, String message) {
    public enum Kind {
        STARTING,
        READY,
        DIED,
        START_FAILED,
        GAVE_UP,
        STOPPED
    }

    @Override
    public String toString() {
        return message;
    }
}
