package io.tidemark.merge.batch;

import io.tidemark.merge.Author;
import io.tidemark.merge.EntityState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows as the operations of one transaction would leave them, before it is known whether all of them hold. */
final class Trial implements Rows {
    private final Rows below;

    /** Insertion order is the order of the last touch. */
    private final Map<RowKey, EntityState> touched = new LinkedHashMap<>();

    Trial(Rows below) {
        this.below = below;
    }

    @Override
    public Optional<EntityState> row(RowKey key) {
        return Optional.ofNullable(touched.get(key)).or(() -> below.row(key));
    }

    /** No transaction that holds makes a copy; it may well resolve one. */
    @Override
    public List<EntityState> openCopies(RowKey entity, Author author) {
        return below.openCopies(entity, author).stream()
                .flatMap(copy -> row(new RowKey(entity.scope(), copy.key())).stream())
                .filter(copy -> !copy.deleted())
                .toList();
    }

    @Override
    public RowKey put(ScopeKey scope, EntityState row) {
        RowKey key = new RowKey(scope, row.key());
        touched.remove(key);
        touched.put(key, row);
        return key;
    }

    /** All of them hold. */
    void keep() {
        touched.forEach((key, row) -> below.put(key.scope(), row));
    }
}
