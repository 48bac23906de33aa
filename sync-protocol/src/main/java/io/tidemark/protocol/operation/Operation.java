package io.tidemark.protocol.operation;

import io.tidemark.protocol.json.Json;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The payload: what never changes once it may have been sent, and what the fingerprint covers. */
public sealed interface Operation {
    OperationId id();

    EntityKey entity();

    /** The version of the entity type's declaration that the author's app was built with; at least 1. */
    int schema();

    Basis basis();

    Precondition precondition();

    /** Empty for an operation that stands alone. */
    Optional<TransactionPart> transaction();

    /**
     * At least one field or change.
     *
     * @param fields only those that changed, with their new values
     * @param changes of fields that are counters or sets; none of them is among {@code fields}
     */
    record Upsert(
            OperationId id,
            EntityKey entity,
            int schema,
            SortedMap<String, Json> fields,
            SortedMap<String, Change> changes,
            Basis basis,
            Precondition precondition,
            Optional<TransactionPart> transaction)
            implements Operation {
        public Upsert {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
            changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
        }

        /** That stands alone. */
        public Upsert(
                OperationId id,
                EntityKey entity,
                int schema,
                SortedMap<String, Json> fields,
                SortedMap<String, Change> changes,
                Basis basis,
                Precondition precondition) {
            this(id, entity, schema, fields, changes, basis, precondition, Optional.empty());
        }

        /** Of plain fields alone, that stands alone. */
        public Upsert(
                OperationId id,
                EntityKey entity,
                int schema,
                SortedMap<String, Json> fields,
                Basis basis,
                Precondition precondition) {
            this(id, entity, schema, fields, new TreeMap<>(), basis, precondition);
        }

        /** The same operation, in other words. */
        public Upsert inOtherWords(
                SortedMap<String, Json> otherFields, SortedMap<String, Change> otherChanges, Basis other) {
            return new Upsert(id, entity, schema, otherFields, otherChanges, other, precondition, transaction);
        }
    }

    record Delete(
            OperationId id,
            EntityKey entity,
            int schema,
            Basis basis,
            Precondition precondition,
            Optional<TransactionPart> transaction)
            implements Operation {
        /** That stands alone. */
        public Delete(OperationId id, EntityKey entity, int schema, Basis basis, Precondition precondition) {
            this(id, entity, schema, basis, precondition, Optional.empty());
        }

        /** The same operation, in other words. */
        public Delete inOtherWords(Basis other) {
            return new Delete(id, entity, schema, other, precondition, transaction);
        }
    }
}
