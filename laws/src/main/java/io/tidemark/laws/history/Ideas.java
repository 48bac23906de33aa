package io.tidemark.laws.history;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people come to write. Nearly every value is unique, so that its fate can be told by set difference. */
final class Ideas {
    private static final List<String> SMALL = List.of("title", "body", "pinned");
    private static final List<String> DECLARED = List.of("origin", "state", "summary", Notes.REMOVED);
    private static final int LINES = 8;
    private static final long LARGE = Json.MAX_SAFE_INTEGER / 3;

    private final Dice dice;
    private int values;

    Ideas(Dice dice) {
        this.dice = dice;
    }

    Draft about(Device device) {
        return switch (dice.weighted(8, 3, 6, 10, 73)) {
            case 0 -> increment(Notes.TALLY, dice.upTo(9));
            case 1 -> increment(Notes.METER, (dice.oneIn(2) ? LARGE : -LARGE) * dice.upTo(2));
            case 2 -> score();
            case 3 -> edit(device, Notes.own(device.who()), List.of(0, 1, 2, 4));
            default -> shared(device);
        };
    }

    private Draft shared(Device device) {
        EntityKey entity = dice.oneOf(known(device));
        boolean present = device.screen(entity).isPresent();
        return present && dice.oneIn(6) ? new Draft.Remove(entity) : edit(device, entity, List.of(0, 1, 2, 3, 4));
    }

    /** What the device shows, copies among it, and what might be there. */
    private List<EntityKey> known(Device device) {
        TreeSet<EntityKey> known = new TreeSet<>(device.reader.view().keySet());
        device.queue().forEach(entry -> known.add(entry.operation().entity()));
        known.removeIf(Notes::isSpecial);
        List<EntityKey> choices = new ArrayList<>(known);
        choices.addAll(Notes.SHARED);
        choices.addAll(Notes.SHARED);
        return choices;
    }

    private static Draft increment(EntityKey counter, long by) {
        return new Draft.Put(counter, new TreeMap<>(), new TreeMap<>(Map.of("likes", new Change.Increment(by))));
    }

    private Draft score() {
        return new Draft.Put(
                Notes.SCORE, new TreeMap<>(Map.of(dice.oneIn(2) ? "best" : "least", Json.of(dice.below(10_000)))));
    }

    private Draft edit(Device device, EntityKey entity, List<Integer> kinds) {
        SortedMap<String, Json> shown = device.screen(entity).orElseGet(TreeMap::new);
        TreeMap<String, Json> fields = new TreeMap<>();
        TreeMap<String, Change> changes = new TreeMap<>();
        switch (dice.oneOf(kinds)) {
            case 0 -> changes.put("tags", elements(device, entity, shown));
            case 1 -> fields.put("text", text(device, shown));
            case 2 -> {
                fields.put("title", value(device, "title"));
                changes.put("tags", elements(device, entity, shown));
                changes.put("likes", new Change.Increment(dice.upTo(9)));
            }
            case 3 -> {
                String field = dice.oneOf(DECLARED);
                fields.put(field, value(device, field));
            }
            default ->
                SMALL.stream()
                        .filter(field -> dice.oneIn(2) || "title".equals(field))
                        .forEach(field -> fields.put(field, value(device, field)));
        }
        return new Draft.Put(entity, fields, changes);
    }

    private Json value(Device device, String field) {
        if ("title".equals(field) && dice.oneIn(12)) {
            return Json.of("same-" + dice.below(2));
        }
        if ("body".equals(field) && dice.oneIn(25)) {
            return Json.NULL;
        }
        String unique = unique(device, field);
        return Json.of("summary".equals(field) ? unique + "+".repeat(dice.below(3)) : unique);
    }

    private String unique(Device device, String field) {
        return device.who() + "/" + field + "/" + values++;
    }

    private Change elements(Device device, EntityKey entity, SortedMap<String, Json> shown) {
        TreeSet<String> add = new TreeSet<>(Set.of(unique(device, "tags")));
        TreeSet<String> remove = new TreeSet<>();
        List<String> present = strings(shown, "tags");
        if (!present.isEmpty()) {
            // Taken out, or put in once more: then a removal that had not seen it may not take it out.
            TreeSet<String> one = dice.oneIn(2) ? remove : add;
            one.add(dice.oneOf(present));
            if (!remove.isEmpty() && dice.oneIn(2)) {
                add.clear();
            }
        }
        return new Change.Elements(add, remove, device.reader.version(entity));
    }

    static List<String> strings(Map<String, Json> fields, String field) {
        return fields.get(field) instanceof Json.Arr(List<Json> items)
                ? items.stream().map(item -> ((Json.Str) item).value()).toList()
                : List.of();
    }

    /** Lines of words, of which no two are the same: inserted, taken out, or with another word in them. */
    private Json text(Device device, SortedMap<String, Json> shown) {
        List<String> lines = new ArrayList<>();
        if (shown.get("text") instanceof Json.Str(String before)) {
            lines.addAll(before.lines().toList());
        }
        boolean begins = lines.isEmpty();
        if (!begins && dice.oneIn(4)) {
            lines.remove(dice.below(lines.size()));
        }
        if (!lines.isEmpty() && dice.oneIn(2)) {
            int at = dice.below(lines.size());
            List<String> words = new ArrayList<>(List.of(lines.get(at).split(" ", -1)));
            words.set(dice.below(words.size()), word(device));
            lines.set(at, String.join(" ", words));
        } else {
            lines.add(dice.below(lines.size() + 1), line(device));
        }
        // A text begins with some lines, so that two authors seldom meet.
        while (begins && lines.size() < LINES) {
            lines.add(line(device));
        }
        return Json.of(String.join("\n", lines) + "\n");
    }

    private String line(Device device) {
        return word(device) + " " + word(device) + " " + word(device);
    }

    /** One word to a merge by words, too. */
    private String word(Device device) {
        return unique(device, "text").replaceAll("[^A-Za-z0-9]", "_");
    }
}
