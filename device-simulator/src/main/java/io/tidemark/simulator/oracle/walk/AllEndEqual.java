package io.tidemark.simulator.oracle.walk;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** In the end the server and every reader hold what the writers' last writes left, and every reader is at the head. */
final class AllEndEqual implements WalkRule {
    @Override
    public Finding check(WalkFacts facts) {
        List<Violation> violations = new ArrayList<>();
        Map<EntityKey, PlacedRow> server = byEntity(facts.history().server());
        compare("the server", server, facts.last(), violations);
        long examined = server.size();
        for (ReaderRecord reader : facts.history().readers()) {
            List<PlacedRow> met = new ArrayList<>();
            reader.pages().forEach(page -> met.addAll(page.rows()));
            Map<EntityKey, PlacedRow> held = byEntity(met);
            examined += held.size();
            compare(reader.reader(), held, server, violations);
            long place = reader.last().map(Page::to).orElse(0L);
            if (place != facts.head() || !reader.last().map(Page::checkpoint).orElse(false)) {
                violations.add(new Violation(
                        reader.reader(),
                        "short: it ends at " + place + ", not at a checkpoint at the head, " + facts.head()));
            }
        }
        return new Finding(
                "in the end all readers hold what the server holds, and it the last writes", examined, violations);
    }

    private static Map<EntityKey, PlacedRow> byEntity(List<PlacedRow> rows) {
        Map<EntityKey, PlacedRow> last = new HashMap<>();
        rows.forEach(row -> last.put(row.entity(), row));
        return last;
    }

    private static void compare(
            String who, Map<EntityKey, PlacedRow> held, Map<EntityKey, PlacedRow> right, List<Violation> violations) {
        TreeSet<EntityKey> all = new TreeSet<>(held.keySet());
        all.addAll(right.keySet());
        for (EntityKey entity : all) {
            PlacedRow here = held.get(entity);
            PlacedRow there = right.get(entity);
            if (!Objects.equals(here, there)) {
                violations.add(new Violation(
                        who + ", " + entity.type() + " " + entity.id(),
                        "unequal: it holds " + (here == null ? "nothing" : here) + ", and not "
                                + (there == null ? "nothing" : there)));
            }
        }
    }
}
