package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.drill.kill.Recording.NotedEdit;
import io.tidemark.simulator.oracle.AcceptedEdit;
import io.tidemark.simulator.oracle.Checker;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The promises to a device that is killed: the oracle's own, over what its author noted, and those that only a kill can
 * break. Pure.
 */
final class KillChecker {
    private KillChecker() {}

    /**
     * @param killed of the device that was killed
     * @param evidence with the edits of all devices
     * @param setAside damaged files that the device has put aside
     */
    static Verdict check(Recording.History killed, List<Life> lives, int setAside, Evidence evidence) {
        return Checker.check(evidence)
                .and(onePayloadEach(killed))
                .and(transactionsWhole(killed))
                .and(seenWasMade(killed, evidence))
                .and(filesWhole(lives, setAside))
                .and(killedAsAsked(lives));
    }

    private static Finding onePayloadEach(Recording.History killed) {
        List<Violation> violations = killed.sent().entrySet().stream()
                .filter(operation -> operation.getValue().size() > 1)
                .map(operation -> new Violation(
                        "operation " + operation.getKey(), "sent with two payloads: " + operation.getValue()))
                .toList();
        return new Finding(
                "no operation was sent with two payloads under one id",
                killed.sent().size(),
                violations);
    }

    private static Finding transactionsWhole(Recording.History killed) {
        Attribution attribution = Attribution.of(killed);
        Map<Integer, List<NotedEdit>> calls = new LinkedHashMap<>();
        killed.edits().forEach(edit -> calls.computeIfAbsent(edit.call(), call -> new ArrayList<>())
                .add(edit));
        calls.values().removeIf(edits -> edits.size() == 1);
        List<Violation> violations = new ArrayList<>();
        for (List<NotedEdit> edits : calls.values()) {
            long sent = edits.stream()
                    .flatMap(edit -> attribution.id(edit).stream())
                    .filter(killed.sent()::containsKey)
                    .count();
            if (sent != 0 && sent != edits.size()) {
                violations.add(new Violation(
                        "transaction " + edits.getFirst().call(),
                        "torn: of its " + edits.size() + " operations " + sent + " were sent"));
            }
        }
        return new Finding("every transaction was sent whole, or never was", calls.size(), violations);
    }

    /** An edit that never happened must not be on anybody's screen: then a row was kept without its operation. */
    private static Finding seenWasMade(Recording.History killed, Evidence evidence) {
        Set<String> made = evidence.edits().stream()
                .filter(AcceptedEdit.Saved.class::isInstance)
                .map(AcceptedEdit.Saved.class::cast)
                .flatMap(saved -> saved.wrote().values().stream())
                .map(CanonicalJson::write)
                .collect(Collectors.toSet());
        long examined = 0;
        List<Violation> violations = new ArrayList<>();
        for (Map.Entry<OperationId, Set<String>> sent : killed.sent().entrySet()) {
            for (Json seen : Attribution.seen(sent.getValue().iterator().next())) {
                examined++;
                if (!made.contains(CanonicalJson.write(seen))) {
                    violations.add(new Violation(
                            "operation " + sent.getKey(), "its author had seen what nobody ever made: " + seen));
                }
            }
        }
        return new Finding("what authors had seen was made by somebody", examined, violations);
    }

    /** A file that was set aside as damaged opens, and yet its edits are gone or doubtful. */
    private static Finding filesWhole(List<Life> lives, int setAside) {
        List<Violation> violations = new ArrayList<>();
        for (Life life : lives) {
            if (!life.isSound()) {
                violations.add(new Violation("the file after " + life.where(), life.integrity()));
            }
            life.end().ifPresent(end -> violations.add(new Violation("life " + life.number(), end)));
        }
        if (setAside > 0) {
            violations.add(new Violation("the device", "set " + setAside + " damaged files aside"));
        }
        return new Finding("the file was whole after each kill, and opened each time", lives.size(), violations);
    }

    private static Finding killedAsAsked(List<Life> lives) {
        List<Violation> violations = lives.stream()
                .filter(life -> !life.wasReached())
                .map(life -> new Violation("life " + life.number(), "never came to where " + life.where()))
                .toList();
        return new Finding("every kill fell where it was meant to", lives.size(), violations);
    }
}
