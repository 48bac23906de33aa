package io.tidemark.agent.store;

import io.tidemark.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which rows of a type, and in which order. Immutable: each call gives a new query.
 *
 * <pre>{@code Query.of("note").where("pinned", Json.of(true)).descending("changed").limit(20)}</pre>
 *
 * Without an order, and among equals, rows come in the order of their ids. Absent values and {@code null} come before all
 * others, then {@code false} and {@code true} as 0 and 1 among the numbers, then texts by their Unicode code points.
 *
 * @param conflictCopies whether conflict copies of the type are among the rows; they are, if not said otherwise
 */
public record Query(
        String type, List<Condition> conditions, List<Order> order, OptionalInt most, boolean conflictCopies) {
    /** Conditions, and orders: a bound for what one statement is made of. */
    public static final int MOST_CLAUSES = 16;

    public Query {
        conditions = List.copyOf(conditions);
        order = List.copyOf(order);
        if (conditions.size() > MOST_CLAUSES || order.size() > MOST_CLAUSES) {
            throw new IllegalArgumentException("a query has at most " + MOST_CLAUSES + " conditions and orders");
        }
    }

    /** What a row must hold; all conditions of a query together. */
    public sealed interface Condition {
        String field();

        /** Equal as JSON: {@code null} is a value, and not the same as none. */
        record Equal(String field, Json value) implements Condition {}

        record Absent(String field) implements Condition {}
    }

    /** Of a field; the first one counts first. */
    public record Order(String field, boolean descending) {}

    /** All rows of a type. */
    public static Query of(String type) {
        return new Query(type, List.of(), List.of(), OptionalInt.empty(), true);
    }

    public Query where(String field, Json value) {
        return with(new Condition.Equal(field, value));
    }

    public Query whereAbsent(String field) {
        return with(new Condition.Absent(field));
    }

    private Query with(Condition condition) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(condition);
        return new Query(type, all, order, most, conflictCopies);
    }

    public Query ascending(String field) {
        return with(new Order(field, false));
    }

    public Query descending(String field) {
        return with(new Order(field, true));
    }

    private Query with(Order next) {
        List<Order> all = new ArrayList<>(order);
        all.add(next);
        return new Query(type, conditions, all, most, conflictCopies);
    }

    /** @param rows at least 1 */
    public Query limit(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
        return new Query(type, conditions, order, OptionalInt.of(rows), conflictCopies);
    }

    public Query withoutConflictCopies() {
        return new Query(type, conditions, order, most, false);
    }
}
