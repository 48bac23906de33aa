package io.tidemark.simulator.oracle.walk;

import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import java.util.ArrayList;
import java.util.List;

/** Each page begins where the one before it ended, the first at zero, all in one epoch; and no cursor was refused. */
final class PagesJoinOn implements WalkRule {
    @Override
    public Finding check(WalkFacts facts) {
        long pages = 0;
        List<Violation> violations = new ArrayList<>();
        for (ReaderRecord reader : facts.history().readers()) {
            pages += reader.pages().size();
            walk(reader, violations);
            reader.refusals()
                    .forEach(refusal ->
                            violations.add(new Violation(reader.reader(), "refused: it was told " + refusal)));
        }
        return new Finding("each page begins where its reader stands, and no cursor was refused", pages, violations);
    }

    private static void walk(ReaderRecord reader, List<Violation> violations) {
        long place = 0;
        for (int i = 0; i < reader.pages().size(); i++) {
            Page page = reader.pages().get(i);
            String subject = reader.reader() + ", page " + (i + 1);
            if (page.from() != place || page.to() < page.from()) {
                violations.add(new Violation(
                        subject,
                        "a gap: the page is from " + page.from() + " to " + page.to() + ", and its reader stands at "
                                + place));
            }
            String epoch = reader.pages().getFirst().epoch();
            if (!page.epoch().equals(epoch)) {
                violations.add(new Violation(subject, "another epoch: " + page.epoch() + " after " + epoch));
            }
            place = page.to();
        }
    }
}
