package io.tidemark.laws.run;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.Evidence;
import io.tidemark.laws.history.Fault;
import io.tidemark.laws.history.Resolution;
import io.tidemark.laws.law.Facts;
import io.tidemark.laws.law.Finding;
import io.tidemark.laws.law.Law;
import io.tidemark.laws.law.Laws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What histories came to. Sums, and the violations of the lowest seed: in whichever order tallies are put together, the
 * result is the same.
 *
 * @param devices of all histories together
 * @param operations that were saved
 * @param violated histories in which a law did not hold
 * @param endings of operations
 * @param transactions how many ended how
 * @param examined by each law
 * @param violations of the lowest of the seeds with any
 */
public record Tally(
        long histories,
        long devices,
        long operations,
        long violated,
        SortedMap<Ending, Long> endings,
        Map<Fault, Long> faults,
        Map<Resolution, Long> resolutions,
        Map<TransactionEnd, Long> transactions,
        Map<Law, Long> examined,
        List<Violation> violations) {

    static Tally none() {
        return new Tally(0, 0, 0, 0, new TreeMap<>(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
    }

    static Tally of(Evidence evidence) {
        Facts facts = Facts.of(evidence);
        Map<Law, Long> examined = new LinkedHashMap<>();
        List<Violation> violations = new ArrayList<>();
        for (Law law : Laws.ALL) {
            Finding finding = law.check(facts);
            examined.put(law, finding.examined());
            finding.violations().forEach(sentence -> violations.add(new Violation(evidence.seed(), law, sentence)));
        }
        return new Tally(
                1,
                evidence.ends().size(),
                evidence.all(Event.Saved.class).size(),
                violations.isEmpty() ? 0 : 1,
                Counting.endings(evidence),
                Counting.faults(evidence),
                Counting.resolutions(evidence),
                Counting.transactions(evidence),
                examined,
                List.copyOf(violations));
    }

    Tally plus(Tally other) {
        return new Tally(
                histories + other.histories,
                devices + other.devices,
                operations + other.operations,
                violated + other.violated,
                new TreeMap<>(sum(endings, other.endings)),
                sum(faults, other.faults),
                sum(resolutions, other.resolutions),
                sum(transactions, other.transactions),
                sum(examined, other.examined),
                isFirst(other) ? other.violations : violations);
    }

    private boolean isFirst(Tally other) {
        return violations.isEmpty()
                || (!other.violations.isEmpty()
                        && other.violations.getFirst().seed()
                                < violations.getFirst().seed());
    }

    private static <K> Map<K, Long> sum(Map<K, Long> one, Map<K, Long> other) {
        Map<K, Long> sum = new LinkedHashMap<>(one);
        other.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }
}
