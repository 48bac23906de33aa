package io.tidemark.protocol.topic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To whom the outcomes of one {@link OperationsRecord} go: its header {@link OperationsRecord#REPLY_HEADER}, as
 * {@code <partition>/<request>}. An operation's id is no address: another request may carry it with another payload.
 *
 * @param partition of {@code tidemark.outcomes}, the one that the sending gateway reads
 * @param request made by the gateway for this record alone: 1 to 64 characters of base64url, opaque to the merge
 */
public record Reply(int partition, String request) {
    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(" + REQUEST + ")");

    public Reply {
        if (partition < 0 || partition >= Topics.OUTCOMES.partitions()) {
            throw new IllegalArgumentException("there is no such partition of " + Topics.OUTCOMES.name());
        }
        if (!REQUEST.matcher(request).matches()) {
            throw new IllegalArgumentException("a request has 1 to 64 characters of base64url");
        }
    }

    public String write() {
        return partition + "/" + request;
    }

    /** Empty for what is not of the form: then nobody is told, and the operation log has the outcomes all the same. */
    public static Optional<Reply> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int partition = Integer.parseInt(form.group(1));
        return partition < Topics.OUTCOMES.partitions()
                ? Optional.of(new Reply(partition, form.group(2)))
                : Optional.empty();
    }
}
