package io.tidemark.simulator.oracle;

import java.util.List;

/** The findings of all rules. */
public record Verdict(List<Finding> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    public boolean holds() {
        return findings.stream().allMatch(Finding::holds);
    }

    public List<Violation> violations() {
        return findings.stream()
                .flatMap(finding -> finding.violations().stream())
                .toList();
    }
}
