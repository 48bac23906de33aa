package io.tidemark.simulation.promise;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulation.server.Database.Commit;
import io.tidemark.simulation.world.Notes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * G4: each accepted word is in a row or in a conflict copy, or somebody who had it on the screen has replaced or deleted
 * it. Every word is unique, so it is a set difference. Who had what on the screen, the ledger knows, and nobody else.
 */
final class NothingLost extends Promise {
    private final Ledger ledger;

    NothingLost(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G4";
    }

    @Override
    public String words() {
        return "each accepted value stands, or was replaced by somebody who had it on the screen";
    }

    @Override
    protected void on(Happening happening) {
        // A value may lie in the queue of whoever replaces it: only in the end it is known.
    }

    /** @param own of this device's own words only: a transaction that did not hold replaced nothing else */
    private record Replacement(int order, Optional<String> own) {}

    @Override
    protected void atRest(Rest rest) {
        Set<String> standing = new HashSet<>();
        rest.store().rows().values().stream()
                .filter(row -> !row.deleted())
                .forEach(row -> standing.addAll(Notes.words(row.fields())));
        rest.devices().forEach(each -> each.rows().letters.forEach(letter -> {
            if (letter.entry().operation instanceof Operation.Upsert upsert) {
                standing.addAll(Notes.words(upsert.fields()));
            }
        }));
        Map<String, List<Replacement>> replaced = replaced(rest.history());
        Map<String, Integer> accepted = accepted(rest.history());
        for (Commit commit : rest.history()) {
            for (LogEntry entry : commit.plan().log()) {
                if (entry.outcome().status() != Status.REJECTED) {
                    look(entry, accepted, standing, replaced);
                }
            }
        }
    }

    /** When each word was first accepted: what a clone has of its queue it may say again, under other ids. */
    private Map<String, Integer> accepted(List<Commit> history) {
        Map<String, Integer> accepted = new HashMap<>();
        int order = 0;
        for (Commit commit : history) {
            for (LogEntry entry : commit.plan().log()) {
                int at = ++order;
                if (entry.outcome().status() != Status.REJECTED) {
                    ledger.edit(entry.key().operation()).ifPresent(edit -> edit.written()
                            .values()
                            .forEach(words -> words.forEach(word -> accepted.putIfAbsent(word, at))));
                }
            }
        }
        return accepted;
    }

    private void look(
            LogEntry entry,
            Map<String, Integer> accepted,
            Set<String> standing,
            Map<String, List<Replacement>> replaced) {
        Optional<Edit> edit = ledger.edit(entry.key().operation());
        edit.ifPresent(of -> of.written()
                .forEach((field, words) -> words.forEach(word -> require(
                        standing.contains(word)
                                || replaced.getOrDefault(word, List.of()).stream()
                                        .anyMatch(by -> by.order() > accepted.getOrDefault(word, 0)
                                                && by.own()
                                                        .filter(own -> !ledger.isOwn(own, of))
                                                        .isEmpty()),
                        () -> "'" + word + "' of " + of.device() + " in " + field + " of "
                                + of.operation().entity().id() + " ("
                                + entry.key().operation() + ", "
                                + entry.outcome() + ") stands nowhere, and nobody who saw it replaced it"))));
    }

    private Map<String, List<Replacement>> replaced(List<Commit> history) {
        Map<String, List<Replacement>> replaced = new HashMap<>();
        int order = 0;
        for (Commit commit : history) {
            Map<OperationId, Set<String>> lost = lostFields(commit);
            for (LogEntry entry : commit.plan().log()) {
                order++;
                int at = order;
                ledger.edit(entry.key().operation())
                        .filter(edit -> isEffective(edit, entry))
                        .ifPresent(edit -> {
                            boolean aside = entry.outcome().reason().equals(Optional.of(Reason.TRANSACTION_CONFLICT));
                            Optional<String> own = aside ? Optional.of(edit.device()) : Optional.empty();
                            Set<String> kept = lost.getOrDefault(entry.key().operation(), Set.of());
                            edit.replaced().forEach((field, words) -> {
                                if (aside || !kept.contains(field)) {
                                    words.forEach(word -> replaced.computeIfAbsent(word, ignored -> new ArrayList<>())
                                            .add(new Replacement(at, own)));
                                }
                            });
                        });
            }
        }
        return replaced;
    }

    private static boolean isEffective(Edit edit, LogEntry entry) {
        return switch (edit.operation()) {
            case Operation.Delete ignored -> entry.outcome().status() == Status.APPLIED;
            case Operation.Upsert ignored -> entry.outcome().status() != Status.REJECTED;
        };
    }

    /** Fields whose values went to a copy that began with the operation: there it replaced nothing. */
    private static Map<OperationId, Set<String>> lostFields(Commit commit) {
        Map<OperationId, Set<String>> lost = new HashMap<>();
        for (EntityState row : commit.plan().rows().values()) {
            row.conflict().filter(origin -> origin.transaction().isEmpty()).ifPresent(origin -> lost.computeIfAbsent(
                            origin.operation(), ignored -> new HashSet<>())
                    .addAll(origin.seen().keySet()));
        }
        return lost;
    }
}
