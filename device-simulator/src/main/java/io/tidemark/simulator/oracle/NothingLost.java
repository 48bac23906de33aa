package io.tidemark.simulator.oracle;

import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.AcceptedEdit.Deleted;
import io.tidemark.simulator.oracle.AcceptedEdit.Saved;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * G4: every accepted value is in a row, in a conflict copy or in a dead letter, or it was on the screen of somebody who
 * then replaced or deleted it. A set difference; chains follow by induction, for who replaced it is an accepted edit too.
 */
final class NothingLost implements Rule {
    @Override
    public Finding check(Facts facts) {
        Set<Value> accountedFor = kept(facts);
        accountedFor.addAll(replaced(facts));
        long examined = 0;
        List<Violation> lost = new ArrayList<>();
        for (AcceptedEdit edit : facts.evidence().edits()) {
            if (edit instanceof Saved saved) {
                for (Value value : valuesOf(saved, facts)) {
                    examined++;
                    if (!accountedFor.contains(value)) {
                        lost.add(lost(saved, value));
                    }
                }
            }
        }
        return new Finding(
                "every accepted value is in a row, in a conflict copy, or was replaced by someone who had seen it",
                examined,
                lost);
    }

    private static Set<Value> kept(Facts facts) {
        Set<Value> kept = new HashSet<>();
        facts.rows().forEach((entity, row) -> {
            if (row instanceof CanonicalRow.Live live) {
                live.fields()
                        .forEach((field, json) -> kept.add(Value.of(entity.scope(), entity.entity(), field, json)));
            }
        });
        facts.evidence().deadLetters().forEach(letter -> {
            AcceptedEdit edit = facts.edits().get(letter.operation());
            if (edit != null) {
                letter.fields()
                        .forEach((field, json) -> kept.add(Value.of(letter.scope(), edit.entity(), field, json)));
            }
        });
        return kept;
    }

    /** A rejected edit replaced nothing, nor did a delete that made way for what it had not seen. */
    private static Set<Value> replaced(Facts facts) {
        Set<Value> replaced = new HashSet<>();
        for (AcceptedEdit edit : facts.evidence().edits()) {
            boolean tookEffect = facts.outcome(edit.operation())
                    .map(outcome -> switch (edit) {
                        case Saved ignored -> outcome.status() != Status.REJECTED;
                        case Deleted ignored -> outcome.status() == Status.APPLIED;
                    })
                    .orElse(false);
            if (tookEffect) {
                edit.saw().forEach((field, json) -> replaced.add(Value.of(edit.scope(), edit.entity(), field, json)));
            }
        }
        return replaced;
    }

    private static List<Value> valuesOf(Saved saved, Facts facts) {
        return saved.wrote().entrySet().stream()
                .filter(field -> facts.isManual(saved.entity(), field.getKey()))
                .map(field -> Value.of(saved.scope(), saved.entity(), field.getKey(), field.getValue()))
                .toList();
    }

    private static Violation lost(Saved saved, Value value) {
        return new Violation(
                new ScopedEntity(saved.scope(), saved.entity()) + ", " + value,
                "saved on " + saved.device() + " (operation " + saved.operation()
                        + ") and lost: it is in no row, conflict copy or dead letter, and nobody who saw it replaced it");
    }
}
