package io.tidemark.simulator.oracle;

import java.util.List;
import java.util.stream.Stream;

/** The findings of all rules. */
public record Verdict(List<Finding> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Beside the oracle's own rules, something else that was looked at. */
    public Verdict and(Finding finding) {
        return new Verdict(Stream.concat(findings.stream(), Stream.of(finding)).toList());
    }

    /** Nothing was violated, and something was looked at: a verdict on nothing is none. */
    public boolean holds() {
        return findings.stream().allMatch(Finding::holds)
                && findings.stream().anyMatch(finding -> finding.examined() > 0);
    }

    public List<Violation> violations() {
        return findings.stream()
                .flatMap(finding -> finding.violations().stream())
                .toList();
    }
}
