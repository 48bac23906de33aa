package io.tidemark.simulator.oracle;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** An edit for which the device's {@code save} or {@code delete} returned, as its author knows it. */
public sealed interface AcceptedEdit {
    OperationId operation();

    String device();

    String scope();

    EntityKey entity();

    /** The same edit under the id that it went to the server with. */
    AcceptedEdit sentAs(OperationId id);

    /** What stood on the author's screen: for a save, in the fields that it wrote; for a delete, in all of them. */
    SortedMap<String, Json> saw();

    /** @param wrote every value of a {@code manual} field is unique in the whole history */
    record Saved(
            OperationId operation,
            String device,
            String scope,
            EntityKey entity,
            SortedMap<String, Json> wrote,
            SortedMap<String, Json> saw)
            implements AcceptedEdit {
        public Saved {
            wrote = Collections.unmodifiableSortedMap(new TreeMap<>(wrote));
            TreeMap<String, Json> replaced = new TreeMap<>(saw);
            replaced.keySet().retainAll(wrote.keySet());
            saw = Collections.unmodifiableSortedMap(replaced);
        }

        @Override
        public AcceptedEdit sentAs(OperationId id) {
            return new Saved(id, device, scope, entity, wrote, saw);
        }
    }

    record Deleted(OperationId operation, String device, String scope, EntityKey entity, SortedMap<String, Json> saw)
            implements AcceptedEdit {
        public Deleted {
            saw = Collections.unmodifiableSortedMap(new TreeMap<>(saw));
        }

        @Override
        public AcceptedEdit sentAs(OperationId id) {
            return new Deleted(id, device, scope, entity, saw);
        }
    }
}
