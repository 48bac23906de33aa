package io.tidemark.merge.batch;

import io.tidemark.protocol.topic.Keys;
import java.util.Comparator;

/** An entity as one subject's device edits it. */
public record AuthoredRow(RowKey row, String subject, String device) implements Comparable<AuthoredRow> {
    private static final Comparator<AuthoredRow> ORDER = Comparator.comparing(AuthoredRow::row)
            .thenComparing(AuthoredRow::subject)
            .thenComparing(AuthoredRow::device);

    /** As rows name him. */
    public String author() {
        return Keys.scope(subject, device);
    }

    @Override
    public int compareTo(AuthoredRow other) {
        return ORDER.compare(this, other);
    }
}
