package io.tidemark.merge.batch;

import java.util.Comparator;

/** A subject as a member of a scope. */
public record MemberKey(ScopeKey scope, String subject) implements Comparable<MemberKey> {
    private static final Comparator<MemberKey> ORDER =
            Comparator.comparing(MemberKey::scope).thenComparing(MemberKey::subject);

    @Override
    public int compareTo(MemberKey other) {
        return ORDER.compare(this, other);
    }
}
