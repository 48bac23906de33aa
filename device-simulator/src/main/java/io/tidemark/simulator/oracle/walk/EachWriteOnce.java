package io.tidemark.simulator.oracle.walk;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.WalkHistory.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The log decided each write once, as its writer was told; the writes of an entity made its versions 1, 2, 3 …; and no
 * position was given to two entities.
 */
final class EachWriteOnce implements WalkRule {
    @Override
    public Finding check(WalkFacts facts) {
        List<Violation> violations = new ArrayList<>();
        Map<EntityKey, TreeSet<Long>> versions = new TreeMap<>();
        Map<Long, EntityKey> positions = new HashMap<>();
        for (Write write : facts.history().writes()) {
            String subject = subject(write);
            Outcome told = write.outcome();
            boolean tookEffect = (told.status() == Status.APPLIED || told.status() == Status.MERGED)
                    && told.version().isPresent()
                    && told.position().isPresent();
            if (!tookEffect) {
                violations.add(new Violation(subject, "without effect: " + told));
                continue;
            }
            long version = told.version().getAsLong();
            long position = told.position().getAsLong();
            if (!versions.computeIfAbsent(write.entity(), entity -> new TreeSet<>())
                    .add(version)) {
                violations.add(new Violation(subject, "two writes made version " + version));
            }
            EntityKey other = positions.putIfAbsent(position, write.entity());
            if (other != null && !other.equals(write.entity())) {
                violations.add(new Violation(
                        subject, "position " + position + " was also given to " + other.type() + " " + other.id()));
            }
        }
        versions.forEach((entity, made) -> {
            if (made.last() != made.size()) {
                violations.add(new Violation(
                        entity.type() + " " + entity.id(),
                        "its " + made.size() + " writes did not make the versions up to " + made.size()));
            }
        });
        compareWithLog(facts.history(), violations);
        return new Finding(
                "every write was decided once and took effect once, at a position of its own",
                facts.history().writes().size(),
                violations);
    }

    private static void compareWithLog(WalkHistory history, List<Violation> violations) {
        Map<OperationId, Write> undecided = new HashMap<>();
        history.writes().forEach(write -> undecided.put(write.operation(), write));
        for (LoggedOperation entry : history.log()) {
            Write write = undecided.remove(entry.operation());
            if (write == null) {
                violations.add(
                        new Violation("operation " + entry.operation(), "the log holds it twice, or nobody wrote it"));
            } else if (!write.outcome().equals(entry.outcome())) {
                violations.add(new Violation(
                        subject(write),
                        "its writer was told " + write.outcome() + ", the log holds " + entry.outcome()));
            }
        }
        undecided.values().forEach(write -> violations.add(new Violation(subject(write), "not in the log")));
    }

    private static String subject(Write write) {
        return "operation " + write.operation() + " on " + write.entity().type() + " "
                + write.entity().id();
    }
}
