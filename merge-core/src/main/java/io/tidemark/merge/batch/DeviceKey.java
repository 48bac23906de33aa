package io.tidemark.merge.batch;

import java.util.Comparator;

/** A subject's device in a scope: what has a chain and a mark. */
public record DeviceKey(ScopeKey scope, String subject, String device) implements Comparable<DeviceKey> {
    private static final Comparator<DeviceKey> ORDER = Comparator.comparing(DeviceKey::scope)
            .thenComparing(DeviceKey::subject)
            .thenComparing(DeviceKey::device);

    @Override
    public int compareTo(DeviceKey other) {
        return ORDER.compare(this, other);
    }
}
