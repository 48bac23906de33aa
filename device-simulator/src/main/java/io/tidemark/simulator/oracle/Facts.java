package io.tidemark.simulator.oracle;

import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The evidence with the look-ups that more than one rule needs.
 *
 * @param logged by operation; more than one entry only if something is wrong
 * @param rows the server's rows
 * @param copies every entity that is or was a conflict copy
 */
record Facts(
        Evidence evidence,
        Map<OperationId, AcceptedEdit> edits,
        Map<OperationId, List<LoggedOperation>> logged,
        Map<ScopedEntity, CanonicalRow> rows,
        Set<ScopedEntity> copies) {

    static Facts of(Evidence evidence) {
        Map<OperationId, AcceptedEdit> edits = new LinkedHashMap<>();
        evidence.edits().forEach(edit -> edits.put(edit.operation(), edit));
        Map<OperationId, List<LoggedOperation>> logged = new HashMap<>();
        Set<ScopedEntity> copies = new HashSet<>();
        for (LoggedOperation entry : evidence.log()) {
            logged.computeIfAbsent(entry.operation(), id -> new ArrayList<>()).add(entry);
            entry.outcome().conflictCopies().forEach(copy -> copies.add(new ScopedEntity(entry.scope(), copy)));
        }
        Map<ScopedEntity, CanonicalRow> rows = new LinkedHashMap<>();
        for (ServerScope scope : evidence.scopes()) {
            for (CanonicalRow row : scope.rows()) {
                ScopedEntity entity = new ScopedEntity(scope.scope(), row.entity());
                rows.put(entity, row);
                if (row instanceof CanonicalRow.Live live && live.conflict().isPresent()) {
                    copies.add(entity);
                }
            }
        }
        return new Facts(evidence, edits, logged, rows, copies);
    }

    /** Empty while the server has not decided the operation. */
    Optional<Outcome> outcome(OperationId operation) {
        return logged.getOrDefault(operation, List.of()).stream().findFirst().map(LoggedOperation::outcome);
    }

    /** Whether every value of the field counts: two authors' values are never merged into one. */
    boolean isManual(EntityKey entity, String field) {
        return policy(entity, field) == MergePolicy.MANUAL;
    }

    MergePolicy policy(EntityKey entity, String field) {
        return evidence.types()
                .find(entity.type())
                .map(type -> type.policy(field))
                .orElse(MergePolicy.MANUAL);
    }
}
