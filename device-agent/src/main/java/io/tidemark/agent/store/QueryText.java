package io.tidemark.agent.store;

import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A query as a statement and its arguments: of the caller's words nothing is in the statement's text. */
record QueryText(String sql, List<Object> arguments) {
    QueryText {
        arguments = List.copyOf(arguments);
    }

    /**
     * Values are compared by their canonical forms, which is how they are stored.
     *
     * @throws IllegalArgumentException if the query names a field that is not declared, or is encrypted
     */
    static QueryText of(String scope, Query query, EntityTypes types, Vault vault) {
        Optional<EntityType> type = types.find(query.type());
        StringBuilder sql = new StringBuilder(RowSql.VISIBLE_ROWS_OF_TYPE);
        List<Object> arguments = new ArrayList<>(List.of(scope, query.type()));
        for (Query.Condition condition : query.conditions()) {
            arguments.add(path(type, condition.field(), vault));
            switch (condition) {
                case Query.Condition.Equal equal -> {
                    sql.append(" AND v.fields -> ? = ?");
                    arguments.add(CanonicalJson.write(equal.value()));
                }
                case Query.Condition.Absent ignored -> sql.append(" AND v.fields -> ? IS NULL");
            }
        }
        if (!query.conflictCopies()) {
            sql.append(" AND conflict IS NULL");
        }
        sql.append(" ORDER BY ");
        for (Query.Order order : query.order()) {
            sql.append(order.descending() ? "v.fields ->> ? DESC, " : "v.fields ->> ?, ");
            arguments.add(path(type, order.field(), vault));
        }
        sql.append("entity");
        query.most().ifPresent(rows -> {
            sql.append(" LIMIT ?");
            arguments.add(rows);
        });
        return new QueryText(sql.toString(), arguments);
    }

    /** Declared names are letters, digits and underscores: they need no quotes. */
    private static String path(Optional<EntityType> type, String field, Vault vault) {
        if (type.flatMap(declared -> declared.field(field)).isEmpty()) {
            throw new IllegalArgumentException("the query names a field that its type does not declare");
        }
        if (vault.fields(type.get().name()).contains(field)) {
            throw new IllegalArgumentException("the query names a field that is encrypted, and cannot be searched");
        }
        return "$." + field;
    }
}
