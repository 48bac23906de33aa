package io.tidemark.simulator.oracle;

import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.AcceptedEdit.Deleted;
import io.tidemark.simulator.oracle.AcceptedEdit.Saved;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * G2, G3: a row's versions are 1, 2, 3 … up to the one that it has, and the operation log names the operation of each.
 * An effect that came twice leaves a version that no operation explains; a row that stands at or below the version at
 * which it was deleted has risen. The versions of a conflict copy are not counted: it also grows by edits of the entity
 * that it belongs to, whose log entries name that one.
 */
final class VersionsExplained implements Rule {
    private record Past(Set<Long> versions, Set<Long> ownVersions, long deletedAt) {}

    @Override
    public Finding check(Facts facts) {
        List<Violation> violations = new ArrayList<>();
        Map<ScopedEntity, Past> pasts = pasts(facts, violations);
        facts.rows().forEach((entity, row) -> {
            Past past = pasts.getOrDefault(entity, new Past(Set.of(), Set.of(), 0));
            if (row instanceof CanonicalRow.Live && past.deletedAt() >= row.version()) {
                violations.add(new Violation(
                        entity.toString(),
                        "resurrected: deleted at version " + past.deletedAt() + ", and live at version "
                                + row.version()));
            }
            if (!facts.copies().contains(entity)) {
                unexplained(entity, row, past, violations);
            }
        });
        for (ScopedEntity entity : pasts.keySet()) {
            if (!facts.rows().containsKey(entity)) {
                violations.add(
                        new Violation(entity.toString(), "vanished: it was changed, and the feed has no row of it"));
            }
        }
        return new Finding(
                "every version of a row comes from exactly one operation, and nothing deleted rose again",
                facts.rows().size(),
                violations);
    }

    private static Map<ScopedEntity, Past> pasts(Facts facts, List<Violation> violations) {
        Map<ScopedEntity, Past> pasts = new HashMap<>();
        for (LoggedOperation entry : facts.evidence().log()) {
            AcceptedEdit edit = facts.edits().get(entry.operation());
            Outcome outcome = entry.outcome();
            if (edit == null
                    || outcome.status() == Status.REJECTED
                    || outcome.version().isEmpty()) {
                continue;
            }
            long version = outcome.version().getAsLong();
            ScopedEntity entity = new ScopedEntity(entry.scope(), edit.entity());
            Past past = pasts.computeIfAbsent(entity, e -> new Past(new HashSet<>(), new HashSet<>(), 0));
            past.versions().add(version);
            switch (edit) {
                case Deleted ignored
                when outcome.status() == Status.APPLIED ->
                    pasts.put(
                            entity, new Past(past.versions(), past.ownVersions(), Math.max(past.deletedAt(), version)));
                case Deleted ignored -> {}
                case Saved saved -> {
                    // A value of a manual field is new to the row; another may stand there already, and change nothing.
                    boolean changes = outcome.status() != Status.CONFLICT
                            && saved.wrote().keySet().stream().anyMatch(field -> facts.isManual(saved.entity(), field));
                    if (changes && !past.ownVersions().add(version)) {
                        violations.add(new Violation(entity.toString(), "two operations made version " + version));
                    }
                }
            }
        }
        return pasts;
    }

    private static void unexplained(ScopedEntity entity, CanonicalRow row, Past past, List<Violation> violations) {
        for (long version = 1; version <= row.version(); version++) {
            if (!past.versions().contains(version)) {
                violations.add(new Violation(
                        entity.toString(),
                        "version " + version + " of " + row.version() + " comes from no operation of the log"));
                return;
            }
        }
        past.versions().stream()
                .filter(version -> version > row.version())
                .findFirst()
                .ifPresent(version -> violations.add(new Violation(
                        entity.toString(),
                        "the row stands at version " + row.version() + ", an operation was told version " + version)));
    }
}
