package io.tidemark.protocol.operation;

import io.tidemark.protocol.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What an author did to a field, where its new value alone would not say it: it merges with what others did. */
public sealed interface Change {
    /** @param by not 0; from -(2^53 - 1) to 2^53 - 1 */
    record Increment(long by) implements Change {
        public Increment {
            if (by == 0 || Math.abs(by) > Json.MAX_SAFE_INTEGER) {
                throw new IllegalArgumentException("an increment is a whole number other than 0");
            }
        }
    }

    /**
     * Elements put into a set and taken out of it.
     *
     * @param seenVersion of the row beneath the author's screen, 0 for none: a removal takes out only what was there
     *     then, or what the author put in himself
     */
    record Elements(NavigableSet<String> add, NavigableSet<String> remove, long seenVersion) implements Change {
        public Elements {
            add = Collections.unmodifiableNavigableSet(new TreeSet<>(add));
            remove = Collections.unmodifiableNavigableSet(new TreeSet<>(remove));
            if (add.isEmpty() && remove.isEmpty()) {
                throw new IllegalArgumentException("a change of elements adds or removes one at least");
            }
            if (add.stream().anyMatch(remove::contains)) {
                throw new IllegalArgumentException("an element is added or removed, not both");
            }
        }
    }

    /** The value that the change leaves where there was none. */
    default Json onNothing() {
        return switch (this) {
            case Increment(long by) -> Json.of(by);
            case Elements elements -> Json.strings(List.copyOf(elements.add()));
        };
    }
}
