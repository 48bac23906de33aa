package io.tidemark.simulator.drill.kill;

import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.store.OpenTransaction;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Somebody at a device: edits and deletes a few notes, alone and several at once, and settles conflicts, on the strength
 * of what he sees. Every value that he writes is one that nobody ever wrote. One thread at a time.
 */
final class Author {
    private static final String TYPE = "note";
    private static final int NOTES = 16;
    private static final int HUNDRED = 100;
    private static final int SETTLES = 12;
    private static final int DELETES = 20;
    private static final int TRANSACTIONS = 40;
    private static final int MOST_AT_ONCE = 4;
    private static final List<String> FIELDS = List.of("title", "body");

    private final String name;
    private final SyncedScope scope;
    private final Random random;
    private final Diary diary;
    private final Runnable insideTransaction;
    private int written;

    /**
     * @param name no other author has it, in no other life
     * @param insideTransaction called after each edit within a transaction
     */
    Author(String name, SyncedScope scope, Random random, Diary diary, Runnable insideTransaction) {
        this.name = name;
        this.scope = scope;
        this.random = random;
        this.diary = diary;
        this.insideTransaction = insideTransaction;
    }

    /** Does one thing. */
    void act() {
        int dice = random.nextInt(HUNDRED);
        if (dice < SETTLES) {
            settle();
        } else if (dice < DELETES) {
            scope.get(TYPE, anyNote()).ifPresent(this::delete);
        } else if (dice < TRANSACTIONS) {
            editTogether();
        } else {
            String note = anyNote();
            save(note, scope.get(TYPE, note));
        }
    }

    private String anyNote() {
        return "note-" + (1 + random.nextInt(NOTES));
    }

    private void save(String note, Optional<VisibleRow> shown) {
        Intention edit = edit(new EntityKey(TYPE, note), shown, anyFields());
        diary.trying(List.of(edit));
        diary.promised(scope.save(TYPE, note, shown, edit.wrote()).stream().toList());
    }

    private void delete(VisibleRow shown) {
        diary.trying(List.of(removal(shown)));
        diary.promised(scope.delete(shown).stream().toList());
    }

    private void editTogether() {
        TreeSet<String> notes = new TreeSet<>();
        for (int i = 2 + random.nextInt(MOST_AT_ONCE - 1); i > 0; i--) {
            notes.add(anyNote());
        }
        List<Optional<VisibleRow>> shown = new ArrayList<>();
        List<Intention> edits = new ArrayList<>();
        for (String note : notes) {
            Optional<VisibleRow> row = scope.get(TYPE, note);
            shown.add(row);
            edits.add(edit(new EntityKey(TYPE, note), row, anyFields()));
        }
        together(edits, shown);
    }

    /** Mine, in new words, into the note, and the copy goes; or the copy goes alone. */
    private void settle() {
        List<VisibleRow> copies = scope.conflictCopies();
        if (copies.isEmpty()) {
            return;
        }
        VisibleRow copy = copies.get(random.nextInt(copies.size()));
        if (random.nextBoolean()) {
            delete(copy);
            return;
        }
        EntityKey note =
                new EntityKey(TYPE, copy.conflict().map(ConflictOrigin::of).orElseThrow());
        Optional<VisibleRow> row = scope.get(TYPE, note.id());
        together(
                List.of(edit(note, row, copy.fields().keySet().stream().toList()), removal(copy)),
                List.of(row, Optional.of(copy)));
    }

    private void together(List<Intention> edits, List<Optional<VisibleRow>> shown) {
        diary.trying(edits);
        List<OperationId> operations = scope.transaction(tx -> {
            for (int i = 0; i < edits.size(); i++) {
                make(tx, edits.get(i), shown.get(i));
                insideTransaction.run();
            }
        });
        diary.promised(operations);
    }

    private static void make(OpenTransaction tx, Intention edit, Optional<VisibleRow> shown) {
        if (edit.isDelete()) {
            tx.delete(shown.orElseThrow());
        } else {
            tx.save(edit.entity().type(), edit.entity().id(), shown, edit.wrote());
        }
    }

    private List<String> anyFields() {
        return random.nextInt(3) == 0 ? FIELDS : List.of(FIELDS.get(random.nextInt(FIELDS.size())));
    }

    private Intention edit(EntityKey entity, Optional<VisibleRow> shown, List<String> fields) {
        TreeMap<String, Json> wrote = new TreeMap<>();
        fields.forEach(field -> wrote.put(field, Json.of(name + " writes " + written++)));
        return new Intention(entity, false, wrote, shown.map(VisibleRow::fields).orElseGet(TreeMap::new));
    }

    private static Intention removal(VisibleRow shown) {
        SortedMap<String, Json> saw = shown.fields();
        return new Intention(shown.entity(), true, new TreeMap<>(), saw);
    }
}
