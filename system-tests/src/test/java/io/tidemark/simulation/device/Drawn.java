package io.tidemark.simulation.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Ids that the model's tables have drawn, and that the real ones draw again: both speak of the same operations. */
final class Drawn<T> {
    private final Supplier<T> source;
    private final List<T> drawn = new ArrayList<>();

    Drawn(Supplier<T> source) {
        this.source = source;
    }

    T draw() {
        T next = source.get();
        drawn.add(next);
        return next;
    }

    /** @throws IllegalStateException if the model has not drawn as many */
    T drawAgain() {
        if (drawn.isEmpty()) {
            throw new IllegalStateException("SQLite's store draws an id more than the model");
        }
        return drawn.removeFirst();
    }

    int size() {
        return drawn.size();
    }

    /** What was drawn last is drawn again at that place. */
    void moveLastTo(int place) {
        drawn.add(place, drawn.removeLast());
    }

    /** The model draws some for nothing, and some that a transaction did not keep. */
    void clear() {
        drawn.clear();
    }
}
