package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.merge.Overlay;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint leaves what it had foreseen as it is shown: what is shown is always what laying all anew would show. */
class ForeseenTest {
    private static final List<EntityKey> CARD = List.of(new EntityKey("card", "a"), new EntityKey("card", "b"));
    private static final int SEEDS = 12;
    private static final int STEPS = 40;

    private final Map<EntityKey, SortedMap<String, Json>> server = new HashMap<>();
    private long position;
    private long mark;

    @Test
    void shownIsWhatLayingAllAnewShows_whateverTheServerDid(@TempDir Path directory) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            server.clear();
            position = 0;
            mark = 0;
            try (OneDevice device = new OneDevice(directory.resolve(seed + ".db"), CARDS)) {
                live(device, new Random(seed));
            }
        }
    }

    private void live(OneDevice device, Random dice) {
        Optional<Outgoing> answerLost = Optional.empty();
        for (int step = 0; step < STEPS; step++) {
            for (int i = dice.nextInt(4); i > 0; i--) {
                edit(device, dice);
            }
            Optional<Outgoing> sent = answerLost.or(() -> device.queue.take(SCOPE, 1 + dice.nextInt(5)));
            boolean lost = dice.nextInt(4) == 0;
            if (answerLost.isEmpty()) {
                sent.ifPresent(push -> merge(push, dice));
            }
            if (!lost) {
                sent.ifPresent(push -> device.decide(push, "e", Status.APPLIED, position));
            }
            answerLost = lost ? sent : Optional.empty();
            checkpoint(device, dice);
            assertThat(shown(device)).as("step %d", step).isEqualTo(laidAnew(device));
        }
    }

    private static void edit(OneDevice device, Random dice) {
        EntityKey card = CARD.get(dice.nextInt(CARD.size()));
        if (dice.nextInt(8) == 0) {
            device.edits.delete(SCOPE, card);
        } else {
            Map<String, Json> fields = dice.nextBoolean()
                    ? Map.of("title", Json.of("title " + dice.nextInt(100)))
                    : Map.of("likes", Json.of(dice.nextInt(100)));
            device.edits.save(SCOPE, card, fields);
        }
    }

    /** It does what the operations say, or else something of its own. */
    private void merge(Outgoing push, Random dice) {
        for (Operation operation : OneDevice.operations(push)) {
            EntityKey card = operation.entity();
            Optional<SortedMap<String, Json>> row = Optional.ofNullable(server.get(card));
            Optional<SortedMap<String, Json>> merged = dice.nextInt(5) == 0
                    ? Optional.of(new TreeMap<>(Map.of("title", Json.of("theirs " + position))))
                    : Overlay.lay(row, operation);
            merged.ifPresentOrElse(fields -> server.put(card, fields), () -> server.remove(card));
            position++;
        }
        mark = push.window().slots().stream().mapToLong(Slot::sequence).max().orElse(mark);
    }

    private void checkpoint(OneDevice device, Random dice) {
        List<CanonicalRow> rows = new ArrayList<>();
        for (EntityKey card : CARD) {
            SortedMap<String, Json> fields = server.get(card);
            rows.add(
                    fields == null
                            ? new CanonicalRow.Tombstone(card, position + 1, position + 1)
                            : new CanonicalRow.Live(card, position + 1, position + 1, fields, Optional.empty()));
        }
        position++;
        device.checkpoint("e", position, dice.nextInt(5) == 0 ? 0 : mark, rows.toArray(CanonicalRow[]::new));
    }

    private static List<Optional<VisibleRow>> shown(OneDevice device) {
        return CARD.stream().map(card -> device.rows.get(SCOPE, card)).toList();
    }

    private static List<Optional<VisibleRow>> laidAnew(OneDevice device) {
        device.database.write(session -> {
            for (EntityKey card : CARD) {
                ViewRows.rebuild(session, SCOPE, card);
            }
            return 0;
        });
        return shown(device);
    }
}
