package io.tidemark.merge.batch;

import io.tidemark.protocol.operation.Link;
import java.util.Optional;

/**
 * How far a device's chain is decided.
 *
 * @param sequence the last one decided, 0 before the first
 * @param logFloor up to here the operation log has been dropped
 */
public record Mark(long sequence, long logFloor) {
    public static final Mark NONE = new Mark(0, 0);

    /** After an operation in this place, if it is the next. */
    Mark after(Optional<Link> link) {
        return link.filter(place -> Admission.isNext(place, this))
                .map(place -> new Mark(place.sequence(), logFloor))
                .orElse(this);
    }
}
