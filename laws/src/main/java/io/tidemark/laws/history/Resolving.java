package io.tidemark.laws.history;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ends conflict copies by ordinary operations. */
final class Resolving {
    private static final Set<String> COUNTED = Set.of("likes");

    private final Dice dice;
    private int made;

    Resolving(Dice dice) {
        this.dice = dice;
    }

    /** Drafts that belong together. */
    record Choice(EntityKey copy, Resolution resolution, List<Draft> drafts) {}

    /** Empty if the device shows no copy. */
    Optional<Choice> choose(Device device) {
        List<CanonicalRow.Live> copies = device.reader.view().values().stream()
                .filter(row -> row.conflict().isPresent()
                        && device.screen(row.entity()).isPresent())
                .toList();
        if (copies.isEmpty()) {
            return Optional.empty();
        }
        CanonicalRow.Live copy = dice.oneOf(copies);
        SortedMap<String, Json> mine = device.screen(copy.entity()).orElseThrow();
        EntityKey of = Notes.note(copy.conflict().orElseThrow().of());
        TreeMap<String, Json> plain = new TreeMap<>(mine);
        plain.keySet().removeAll(COUNTED);
        plain.remove("tags");
        Resolution resolution = plain.isEmpty() || Notes.isSpecial(of)
                ? Resolution.KEEP_THEIRS
                : dice.oneOf(List.of(Resolution.values()));
        Draft away = new Draft.Remove(copy.entity());
        return Optional.of(
                switch (resolution) {
                    case KEEP_THEIRS -> new Choice(copy.entity(), resolution, List.of(away));
                    case KEEP_MINE ->
                        new Choice(
                                copy.entity(),
                                resolution,
                                List.of(new Draft.Put(of, plain, tags(device, of, mine)), away));
                    case KEEP_BOTH -> {
                        EntityKey fresh = Notes.note("k" + made++);
                        yield new Choice(
                                copy.entity(),
                                resolution,
                                List.of(new Draft.Put(fresh, plain, tags(device, fresh, mine)), away));
                    }
                });
    }

    /** A set is no new value: what the copy holds is put in. */
    private static SortedMap<String, Change> tags(Device device, EntityKey entity, SortedMap<String, Json> mine) {
        TreeMap<String, Change> changes = new TreeMap<>();
        TreeSet<String> elements = new TreeSet<>(Ideas.strings(mine, "tags"));
        if (!elements.isEmpty()) {
            changes.put("tags", new Change.Elements(elements, new TreeSet<>(), device.reader.version(entity)));
        }
        return changes;
    }
}
