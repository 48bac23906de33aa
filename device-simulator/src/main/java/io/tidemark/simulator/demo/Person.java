package io.tidemark.simulator.demo;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.simulator.demo.Device.Screen;
import io.tidemark.simulator.oracle.AcceptedEdit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A simulated user. Looks at the screen, then edits on the strength of what it showed, and notes both for the oracle.
 * Few notes for many hands: the same ones are edited, deleted and made anew by all. One thread at a time.
 */
public final class Person {
    private static final int NOTES = 24;
    private static final List<String> FIELDS = List.of("title", "body", "tags", "pinned");

    private final Device device;
    private final Random random;
    private final Wording wording;
    private final EditListener listener;

    public Person(Device device, Random random, EditListener listener) {
        this.device = device;
        this.random = random;
        this.wording = new Wording(device.owner(), random);
        this.listener = listener;
    }

    /** Does one thing in one of the notebooks. */
    public void act() {
        String scope = device.scopes().get(random.nextInt(device.scopes().size()));
        int dice = random.nextInt(100);
        if (dice < 5) {
            changePreference(scope);
        } else if (dice < 20) {
            resolveConflict(scope);
        } else {
            touchNote(scope, new EntityKey("note", "note-" + (1 + random.nextInt(NOTES))), dice);
        }
    }

    private void touchNote(String scope, EntityKey note, int dice) {
        Optional<Screen> shown = device.look(scope, note);
        if (shown.isEmpty()) {
            save(scope, note, shown, Map.of("title", wording.title(), "body", wording.body()));
        } else if (dice < 27) {
            delete(scope, shown.get());
        } else {
            TreeMap<String, Json> fields = new TreeMap<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                String field = FIELDS.get(random.nextInt(FIELDS.size()));
                fields.put(field, wording.valueOf(field));
            }
            save(scope, note, shown, fields);
        }
    }

    private void changePreference(String scope) {
        EntityKey preference = new EntityKey("preference", "colours");
        save(scope, preference, device.look(scope, preference), Map.of("value", wording.preference()));
    }

    /** Keep mine: the losing values, in new words, go into the note, and the copy goes. Keep theirs: the copy goes. */
    private void resolveConflict(String scope) {
        List<Screen> copies = device.lookAll(scope, "note").stream()
                .filter(row -> row.conflict().isPresent())
                .toList();
        if (copies.isEmpty()) {
            return;
        }
        Screen copy = copies.get(random.nextInt(copies.size()));
        ConflictOrigin origin = copy.conflict().orElseThrow();
        if (random.nextBoolean()) {
            EntityKey note = new EntityKey(copy.entity().type(), origin.of());
            TreeMap<String, Json> mine = new TreeMap<>();
            copy.fields().keySet().forEach(field -> mine.put(field, wording.valueOf(field)));
            save(scope, note, device.look(scope, note), mine);
        }
        delete(scope, copy);
    }

    private void save(String scope, EntityKey entity, Optional<Screen> shown, Map<String, Json> fields) {
        boolean online = device.isOnline();
        Optional<OperationId> accepted = device.save(scope, entity, shown, fields);
        if (accepted.isPresent()) {
            TreeMap<String, Json> saw = new TreeMap<>(shown.map(Screen::fields).orElseGet(TreeMap::new));
            // A field that already has its value is not part of the operation.
            TreeMap<String, Json> wrote = new TreeMap<>(fields);
            wrote.entrySet().removeAll(saw.entrySet());
            listener.accepted(
                    new AcceptedEdit.Saved(accepted.get(), device.owner(), scope, entity, wrote, saw), online);
        }
    }

    private void delete(String scope, Screen shown) {
        boolean online = device.isOnline();
        device.delete(scope, shown)
                .ifPresent(id -> listener.accepted(
                        new AcceptedEdit.Deleted(id, device.owner(), scope, shown.entity(), shown.fields()), online));
    }
}
