package io.tidemark.gateway.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One difference of two descriptions, as a client of the older one meets it.
 *
 * @param place the operation, and what of it
 * @param path in its schema; empty for the place itself
 * @param what was done there
 */
record Difference(Kind kind, String place, String path, String what) {
    enum Kind {
        /** A client that was right is not any more, or cannot read what it gets. */
        BREAKING,
        COMPATIBLE
    }

    static Difference of(boolean breaking, String place, String path, String what) {
        return new Difference(breaking ? Kind.BREAKING : Kind.COMPATIBLE, place, path, what);
    }

    boolean isBreaking() {
        return kind == Kind.BREAKING;
    }

    /** One line for each; what a shared schema does in many places is said once. */
    static String report(List<Difference> differences) {
        Map<String, List<String>> places = differences.stream()
                .collect(Collectors.groupingBy(
                        each -> each.path.isEmpty()
                                ? "%-10s %s".formatted(each.kind, each.what)
                                : "%-10s %s %s".formatted(each.kind, each.path, each.what),
                        LinkedHashMap::new,
                        Collectors.mapping(Difference::place, Collectors.toList())));
        return places.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue().getFirst()
                        + (each.getValue().size() == 1
                                ? ""
                                : " and %d other places"
                                        .formatted(each.getValue().size() - 1)))
                .collect(Collectors.joining("\n"));
    }
}
