package io.tidemark.simulation.world;

import io.tidemark.agent.store.InvalidOperation;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.sync.Event;
import io.tidemark.laws.history.Dice;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.device.EditedStore;
import io.tidemark.simulation.promise.Happening;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Works on the devices: nearly every word that is written is unique, so that its fate can be told. */
final class Person {
    private final World world;
    private final Set<String> begun = new HashSet<>();
    private long words;

    Person(World world) {
        this.world = world;
    }

    void work(Decision.Work work, Dice dice) {
        List<Device> running = world.devices.stream().filter(Device::isRunning).toList();
        if (running.isEmpty()) {
            return;
        }
        Device device = dice.oneOf(running);
        String scope = dice.oneOf(world.scopes);
        try {
            switch (work) {
                case EDIT -> edit(device, scope, entity(device, scope, dice), dice);
                case DELETE -> delete(device, scope, entity(device, scope, dice));
                case TRANSACTION -> transaction(device, scope, dice);
                case RESOLVE -> resolve(device, scope, dice);
                case COUNT -> count(device, scope, dice);
                case SYNC_NOW -> device.hear(scope, new Event.SyncRequested());
                case LETTER -> letter(device, scope, dice);
            }
        } catch (StoreFailure full) {
            world.stage.counts().count("edit refused: disk full");
        } catch (InvalidOperation refused) {
            world.stage.counts().count("edit refused: " + refused.reason().slug());
        }
    }

    private EntityKey entity(Device device, String scope, Dice dice) {
        if (dice.oneIn(8)) {
            return Notes.own(device.name());
        }
        List<EntityKey> known = new ArrayList<>(Notes.SHARED);
        if (dice.oneIn(3)) {
            known.addAll(device.store().known(scope));
            known.remove(Notes.TALLY);
            known.removeIf(key -> key.id().startsWith("own-"));
        }
        return dice.oneOf(known);
    }

    private Optional<SortedMap<String, Json>> screen(Device device, String scope, EntityKey entity) {
        return device.store().visible(scope, entity).map(VisibleRow::fields);
    }

    private void edit(Device device, String scope, EntityKey entity, Dice dice) {
        Optional<SortedMap<String, Json>> screen = screen(device, scope, entity);
        Map<String, Json> values = values(device, screen, dice);
        saved(device, scope, device.store().save(scope, entity, values).stream().toList(), Map.of(entity, screen));
    }

    private void delete(Device device, String scope, EntityKey entity) {
        Optional<SortedMap<String, Json>> screen = screen(device, scope, entity);
        saved(device, scope, device.store().delete(scope, entity).stream().toList(), Map.of(entity, screen));
    }

    private void saved(
            Device device,
            String scope,
            List<Operation> operations,
            Map<EntityKey, Optional<SortedMap<String, Json>>> screens) {
        for (Operation operation : operations) {
            world.stage.trace().note(device.name(), "saves", scope, operation);
            world.stage
                    .promises()
                    .tell(new Happening.Saved(
                            device.name(),
                            scope,
                            operation,
                            screens.getOrDefault(operation.entity(), Optional.empty())));
        }
        if (!operations.isEmpty()) {
            device.hear(scope, new Event.Saved());
        }
    }

    private Map<String, Json> values(Device device, Optional<SortedMap<String, Json>> screen, Dice dice) {
        SortedMap<String, Json> shown = screen.orElseGet(TreeMap::new);
        boolean isNewApp = Notes.version(device.store().types()) > 1;
        TreeMap<String, Json> values = new TreeMap<>();
        for (int i = dice.upTo(2); i > 0; i--) {
            switch (dice.weighted(6, 5, 3, 3, 1, 1)) {
                case 0 -> values.put(isNewApp ? "heading" : "title", Json.of(word()));
                case 1 -> values.put("body", Json.of(word()));
                case 2 -> values.put("text", text(shown, dice));
                case 3 -> values.put("tags", tags(shown, dice));
                case 4 -> values.put("pinned", Json.of("p" + words++));
                default -> values.put(isNewApp ? "place" : "body", Json.of(word()));
            }
        }
        return values;
    }

    private String word() {
        return "u" + words++;
    }

    private Json text(SortedMap<String, Json> shown, Dice dice) {
        List<String> lines = new ArrayList<>();
        if (shown.get("text") instanceof Json.Str(String before)) {
            lines.addAll(before.lines().toList());
        }
        if (lines.isEmpty()) {
            for (int i = 0; i < 4; i++) {
                lines.add(word() + " " + word());
            }
        } else if (dice.oneIn(2)) {
            lines.set(dice.below(lines.size()), word() + " " + word());
        } else {
            lines.add(dice.below(lines.size() + 1), word());
        }
        return Json.of(String.join("\n", lines) + "\n");
    }

    private Json tags(SortedMap<String, Json> shown, Dice dice) {
        TreeSet<String> tags = new TreeSet<>();
        if (shown.get("tags") instanceof Json.Arr(List<Json> items)) {
            items.forEach(item -> tags.add(((Json.Str) item).value()));
        }
        if (!tags.isEmpty() && dice.oneIn(3)) {
            tags.remove(dice.oneOf(List.copyOf(tags)));
        } else {
            tags.add(word());
        }
        return Json.strings(List.copyOf(tags));
    }

    private void count(Device device, String scope, Dice dice) {
        Optional<SortedMap<String, Json>> screen = screen(device, scope, Notes.TALLY);
        // Two who make it with the same number have said the same, and not counted twice: one makes it.
        if (screen.isEmpty() && !begun.add(scope)) {
            return;
        }
        long shown = screen.map(fields -> fields.get("likes") instanceof Json.Num likes ? likes.asLong() : 0L)
                .orElse(0L);
        Map<String, Json> values = Map.of("likes", Json.of(shown + dice.upTo(5)));
        saved(
                device,
                scope,
                device.store().save(scope, Notes.TALLY, values).stream().toList(),
                Map.of(Notes.TALLY, screen));
    }

    private void transaction(Device device, String scope, Dice dice) {
        TreeSet<EntityKey> entities = new TreeSet<>();
        for (int i = 1 + dice.upTo(3); i > 0; i--) {
            entities.add(entity(device, scope, dice));
        }
        // Set aside with the others, it would go on in a copy: alone is who edits alone.
        entities.remove(Notes.own(device.name()));
        TreeMap<EntityKey, Optional<SortedMap<String, Json>>> screens = new TreeMap<>();
        List<EditedStore.Edit> edits = new ArrayList<>();
        for (EntityKey entity : entities) {
            Optional<SortedMap<String, Json>> screen = screen(device, scope, entity);
            screens.put(entity, screen);
            Map<String, Json> values = values(device, screen, dice);
            edits.add(
                    screen.isPresent() && dice.oneIn(6)
                            ? store -> store.draftDelete(scope, entity)
                            : store -> store.draft(scope, entity, values));
        }
        saved(device, scope, device.store().transaction(scope, edits), screens);
    }

    /** Keeps what stands, or what lost. */
    private void resolve(Device device, String scope, Dice dice) {
        List<VisibleRow> copies = device.store().known(scope).stream()
                .flatMap(key -> device.store().visible(scope, key).stream())
                .filter(row -> row.conflict().isPresent())
                .toList();
        if (copies.isEmpty()) {
            return;
        }
        VisibleRow copy = dice.oneOf(copies);
        if (dice.oneIn(2)) {
            delete(device, scope, copy.entity());
            return;
        }
        EntityKey of = Notes.note(copy.conflict().orElseThrow().of());
        TreeMap<String, Json> plain = new TreeMap<>(copy.fields());
        plain.keySet().removeAll(List.of("tags", "likes"));
        if (!plain.isEmpty()) {
            Map<EntityKey, Optional<SortedMap<String, Json>>> screens =
                    Map.of(of, screen(device, scope, of), copy.entity(), Optional.of(copy.fields()));
            List<EditedStore.Edit> edits =
                    List.of(store -> store.draft(scope, of, plain), store -> store.draftDelete(scope, copy.entity()));
            saved(device, scope, device.store().transaction(scope, edits), screens);
        }
    }

    private void letter(Device device, String scope, Dice dice) {
        if (device.store().rows(scope).letters.isEmpty()) {
            return;
        }
        if (dice.oneIn(2) && !world.isLogDropped) {
            device.store().retryLetter(scope).ifPresent(id -> {
                world.stage.counts().count("dead letter sent again");
                world.sentAgain.add(id);
                world.stage.promises().tell(new Happening.SentAgain(device.name(), id));
                device.hear(scope, new Event.Saved());
            });
        } else {
            for (OperationId given : device.store().discardLetter(scope)) {
                world.stage.counts().count("dead letter discarded");
                world.stage.promises().tell(new Happening.Discarded(device.name(), given));
            }
        }
    }
}
