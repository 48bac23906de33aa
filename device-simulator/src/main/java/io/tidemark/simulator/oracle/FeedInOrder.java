package io.tidemark.simulator.oracle;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** G5: a feed gives each entity once, at rising positions up to its head, which no outcome is ahead of. */
final class FeedInOrder implements Rule {
    @Override
    public Finding check(Facts facts) {
        long examined = 0;
        List<Violation> violations = new ArrayList<>();
        Map<String, Long> heads = new HashMap<>();
        for (ServerScope scope : facts.evidence().scopes()) {
            heads.put(scope.scope(), scope.head());
            examined += scope.rows().size();
            walk(scope, violations);
        }
        for (LoggedOperation entry : facts.evidence().log()) {
            long position = entry.outcome().position().orElse(0);
            if (position > heads.getOrDefault(entry.scope(), 0L)) {
                violations.add(new Violation(
                        "operation " + entry.operation(),
                        "its position " + position + " is ahead of the feed of " + entry.scope()));
            }
        }
        return new Finding("each feed gives every row once, at rising positions up to its head", examined, violations);
    }

    private static void walk(ServerScope scope, List<Violation> violations) {
        Set<EntityKey> met = new HashSet<>();
        long last = 0;
        for (CanonicalRow row : scope.rows()) {
            String subject = new ScopedEntity(scope.scope(), row.entity()).toString();
            if (row.position() <= last || row.position() > scope.head()) {
                violations.add(new Violation(
                        subject,
                        "position " + row.position() + " after " + last + ", with the head at " + scope.head()));
            }
            if (!met.add(row.entity())) {
                violations.add(new Violation(subject, "the feed gave it twice"));
            }
            last = Math.max(last, row.position());
        }
    }
}
