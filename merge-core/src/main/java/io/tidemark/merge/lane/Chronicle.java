package io.tidemark.merge.lane;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the store says of itself: the part of the evidence of a restore (MS-13) that it holds.
 *
 * @param ground the database of now
 * @param firstEpoch the one in which positions began to be committed with a note of their epoch
 * @param epochs all that it knows, the current one included
 * @param recorded which PostgreSQL held the data when it was last looked at
 * @param identity which holds them now
 * @param reported what a gateway has seen that cannot be in this epoch
 */
public record Chronicle(
        Ground ground,
        String firstEpoch,
        Set<String> epochs,
        Identity recorded,
        Identity identity,
        Optional<String> reported) {
    public Chronicle {
        epochs = Set.copyOf(epochs);
    }

    /** Each is empty where the role may not ask for it. */
    public record Identity(OptionalLong system, OptionalLong timeline) {
        public boolean isKnown() {
            return system.isPresent() && timeline.isPresent();
        }

        @Override
        public String toString() {
            return "system " + system.orElse(0) + ", timeline " + timeline.orElse(0);
        }
    }
}
