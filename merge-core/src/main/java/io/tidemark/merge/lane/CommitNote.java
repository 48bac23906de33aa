package io.tidemark.merge.lane;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands beside an offset that was committed in Kafka, as its metadata.
 *
 * @param epoch of the data in which the records up to the offset were merged
 * @param topicId of the topic whose offset it is: a topic that was made anew has the name, and not the id
 */
public record CommitNote(String epoch, String topicId) {
    private static final Pattern FORM = Pattern.compile("epoch=([0-9a-f-]{36}) topic=(\\S{1,64})");

    public CommitNote {
        if (!isEpoch(epoch)) {
            throw new IllegalArgumentException("an epoch is a UUID");
        }
    }

    public String write() {
        return "epoch=" + epoch + " topic=" + topicId;
    }

    /** Empty if it is of another making: of a version that wrote none, or of an operator's tool. */
    public static Optional<CommitNote> read(String metadata) {
        Matcher matcher = FORM.matcher(metadata);
        return matcher.matches() && isEpoch(matcher.group(1))
                ? Optional.of(new CommitNote(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    public static boolean isEpoch(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
