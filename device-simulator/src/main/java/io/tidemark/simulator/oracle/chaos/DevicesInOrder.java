package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * G3: a device's operations are decided in its order: none in an earlier transaction than the one before it, and none
 * made an earlier version of a row. The same version is well: a value that stood there already changes nothing.
 */
final class DevicesInOrder implements ChaosRule {
    private record Chain(String scope, String subject, String device) {}

    @Override
    public Finding check(ChaosEvidence evidence) {
        Map<Chain, List<Decided>> chains = new HashMap<>();
        for (Decided line : evidence.log()) {
            chains.computeIfAbsent(new Chain(line.scope(), line.subject(), line.device()), chain -> new ArrayList<>())
                    .add(line);
        }
        List<Violation> violations = new ArrayList<>();
        for (List<Decided> chain : chains.values()) {
            chain.sort(Comparator.comparingLong(Decided::sequence));
            walk(chain, violations);
        }
        return new Finding(
                "every device's operations were decided in their order",
                evidence.log().size(),
                violations);
    }

    private static void walk(List<Decided> chain, List<Violation> violations) {
        @Nullable Decided before = null;
        Map<EntityKey, Decided> last = new HashMap<>();
        for (Decided line : chain) {
            if (before != null && before.sequence() == line.sequence()) {
                violations.add(violation(line, before, "has the same sequence as"));
            }
            if (before != null && line.at().isBefore(before.at())) {
                violations.add(violation(line, before, "was decided before"));
            }
            before = line;
            if (line.outcome().status() == Status.APPLIED
                    && line.entity().isPresent()
                    && line.outcome().version().isPresent()) {
                Decided earlier = last.put(line.entity().get(), line);
                if (earlier != null && version(earlier) > version(line)) {
                    violations.add(violation(line, earlier, "made an earlier version than"));
                }
            }
        }
    }

    private static long version(Decided line) {
        return line.outcome().version().orElse(0);
    }

    private static Violation violation(Decided line, Decided before, String what) {
        return new Violation(
                "operation " + line.operation() + " of " + line.subject() + " in " + line.scope(),
                "reordered: number " + line.sequence() + " of its device " + what + " number " + before.sequence());
    }
}
