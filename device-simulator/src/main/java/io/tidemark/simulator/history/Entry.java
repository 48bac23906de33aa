package io.tidemark.simulator.history;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line of a history: a call, its answer, or a fault. A call and its answer have the same number; a call without an
 * answer may have had its effect, or not.
 */
public sealed interface Entry {
    /** Milliseconds since the history began. */
    long at();

    /** An edit that is asked of a device. */
    sealed interface Edit extends Entry {
        long call();

        String device();

        String scope();

        EntityKey entity();

        /** Every field as it was on the author's screen. */
        SortedMap<String, Json> saw();
    }

    /** @param wrote the fields that the author changed */
    record Save(
            long at,
            long call,
            String device,
            String scope,
            EntityKey entity,
            SortedMap<String, Json> wrote,
            SortedMap<String, Json> saw)
            implements Edit {
        public Save {
            wrote = Collections.unmodifiableSortedMap(new TreeMap<>(wrote));
            saw = Collections.unmodifiableSortedMap(new TreeMap<>(saw));
        }
    }

    record Delete(long at, long call, String device, String scope, EntityKey entity, SortedMap<String, Json> saw)
            implements Edit {
        public Delete {
            saw = Collections.unmodifiableSortedMap(new TreeMap<>(saw));
        }
    }

    /**
     * The device has stored the edit.
     *
     * @param operation empty if it changed nothing
     */
    record Accepted(long at, long call, Optional<OperationId> operation) implements Entry {}

    record Push(long at, long call, String device, String scope, List<OperationId> operations) implements Entry {
        public Push {
            operations = List.copyOf(operations);
        }
    }

    /** What the server says of operations: of a push, or of a question for them. */
    record Told(long at, long call, String epoch, List<OperationResult> results) implements Entry {
        public Told {
            results = List.copyOf(results);
        }
    }

    /** A question what became of operations. */
    record Ask(long at, long call, String device, String scope, List<OperationId> operations) implements Entry {
        public Ask {
            operations = List.copyOf(operations);
        }
    }

    /** @param cursor empty for the start of the feed */
    record Pull(long at, long call, String device, String scope, Optional<String> cursor) implements Entry {}

    record Page(
            long at, long call, String epoch, long from, long to, String cursor, boolean checkpoint, List<Place> rows)
            implements Entry {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** A row of a page, without what it holds. */
    record Place(EntityKey entity, long version, long position) {}

    /** No answer, or none that the device can use. */
    record Failed(long at, long call, String why) implements Entry {}

    /** @param kind in one word, such as {@code kill} */
    record Fault(long at, String kind, String target) implements Entry {}
}
