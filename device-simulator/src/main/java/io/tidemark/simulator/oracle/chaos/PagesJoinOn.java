package io.tidemark.simulator.oracle.chaos;

import io.tidemark.simulator.history.Entry.Place;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Read;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** G5: a page begins where its cursor stands; its rows lie within it, in order; and a position is one row's, for all. */
final class PagesJoinOn implements ChaosRule {
    private record Position(String epoch, String scope, long position) {}

    @Override
    public Finding check(ChaosEvidence evidence) {
        Map<Position, Place> meaning = new HashMap<>();
        List<Violation> violations = new ArrayList<>();
        long pages = 0;
        for (Map.Entry<Reader, List<Read>> reader : evidence.history().reads().entrySet()) {
            Map<String, Long> ends = new HashMap<>();
            for (Read read : reader.getValue()) {
                pages++;
                walk(reader.getKey(), read, ends, meaning, violations);
                ends.put(read.page().cursor(), read.page().to());
            }
        }
        return new Finding(
                "every page begins where its cursor stands, with rows in order, each position one row's",
                pages,
                violations);
    }

    private static void walk(
            Reader reader,
            Read read,
            Map<String, Long> ends,
            Map<Position, Place> meaning,
            List<Violation> violations) {
        long stands =
                read.cursor().map(cursor -> ends.getOrDefault(cursor, -1L)).orElse(0L);
        String subject = reader.device() + " in " + reader.scope();
        if (stands != read.page().from() || read.page().to() < read.page().from()) {
            violations.add(new Violation(
                    subject,
                    "a hole: a page from " + read.page().from() + " to "
                            + read.page().to() + " for a cursor that stands at " + stands));
        }
        long last = read.page().from();
        for (Place row : read.page().rows()) {
            if (row.position() <= last || row.position() > read.page().to()) {
                violations.add(new Violation(
                        subject,
                        "out of order: position " + row.position() + " after " + last + " in a page up to "
                                + read.page().to()));
            }
            last = row.position();
            Position position = new Position(read.page().epoch(), reader.scope(), row.position());
            Place other = meaning.putIfAbsent(position, row);
            if (other != null && !other.equals(row)) {
                violations.add(new Violation(
                        reader.scope() + ", position " + row.position(), "it is " + other + " and " + row));
            }
        }
    }
}
