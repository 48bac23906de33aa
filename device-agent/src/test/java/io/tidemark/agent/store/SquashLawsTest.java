package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.CARDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random pairs of edits: whatever lies beneath, one operation shows what the two of them had shown. */
class SquashLawsTest {
    private static final long SEED = Long.getLong("tidemark.seed", 20_261_122L);
    private static final int PAIRS = 10_000;
    private static final EntityKey CARD = new EntityKey("card", "c");

    private final SplittableRandom dice = new SplittableRandom(SEED);
    private final Drafts drafts = new Drafts(CARDS);

    private record Pair(Optional<SortedMap<String, Json>> shown, Operation first, Operation last) {
        Optional<SortedMap<String, Json>> over(Optional<SortedMap<String, Json>> below) {
            return Overlay.lay(Overlay.lay(below, first), last);
        }
    }

    private Optional<SortedMap<String, Json>> row() {
        return dice.nextInt(4) == 0 ? Optional.empty() : Optional.of(values());
    }

    private SortedMap<String, Json> values() {
        TreeMap<String, Json> values = new TreeMap<>();
        if (dice.nextBoolean()) {
            values.put("title", Json.of("t" + dice.nextInt(3)));
        }
        if (dice.nextBoolean()) {
            values.put("text", Json.of("words " + dice.nextInt(3)));
        }
        if (dice.nextBoolean()) {
            values.put("likes", Json.of((long) dice.nextInt(4)));
        }
        if (dice.nextBoolean()) {
            values.put("tags", Json.strings(List.copyOf(elements())));
        }
        return values;
    }

    private Set<String> elements() {
        TreeSet<String> elements = new TreeSet<>();
        for (String element : List.of("a", "b", "c")) {
            if (dice.nextBoolean()) {
                elements.add(element);
            }
        }
        return elements;
    }

    private Optional<Operation> edit(Optional<SortedMap<String, Json>> shown) {
        Map<String, Json> values = values();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Optional<VisibleRow> screen =
                shown.map(fields -> new VisibleRow(CARD, 1 + dice.nextInt(2), fields, Optional.empty(), false));
        return drafts.upsert(new OperationId(new UUID(1, dice.nextLong())), CARD, values, screen)
                .map(Payload::operation);
    }

    /** As an app makes them: the second one on what the first one left, or now and then on an older screen. */
    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        while (pairs.size() < PAIRS) {
            Optional<SortedMap<String, Json>> shown = row();
            edit(shown).ifPresent(first -> {
                Optional<SortedMap<String, Json>> between = dice.nextInt(8) == 0 ? shown : Overlay.lay(shown, first);
                edit(between).ifPresent(last -> pairs.add(new Pair(shown, first, last)));
            });
        }
        return pairs;
    }

    @Test
    void oneShowsWhatTwoHadShown_whateverLiesBeneath() {
        // Given
        List<Pair> broken = new ArrayList<>();
        int squashed = 0;

        // When
        for (Pair pair : pairs()) {
            Optional<Operation> one = Squash.of(pair.first(), pair.last());
            Optional<SortedMap<String, Json>> elsewhere = row();
            squashed += one.isPresent() ? 1 : 0;
            if (one.isPresent() && !(shows(one.get(), pair, pair.shown()) && shows(one.get(), pair, elsewhere))) {
                broken.add(pair);
            }
        }

        // Then
        assertThat(broken).as("seed %d", SEED).isEmpty();
        assertThat(squashed).isGreaterThan(PAIRS / 2);
    }

    private static boolean shows(Operation one, Pair pair, Optional<SortedMap<String, Json>> below) {
        return Overlay.lay(below, one).equals(pair.over(below));
    }

    @Test
    void oneSawWhatTheFirstOneSaw_andIsSound() {
        // Given
        List<Pair> broken = new ArrayList<>();

        // When
        for (Pair pair : pairs()) {
            Optional<Operation> one = Squash.of(pair.first(), pair.last());
            if (one.isPresent() && !(drafts.isSound(Payload.of(one.get())) && saw(one.get(), pair.shown()))) {
                broken.add(pair);
            }
        }

        // Then
        assertThat(broken).as("seed %d", SEED).isEmpty();
    }

    private static boolean saw(Operation one, Optional<SortedMap<String, Json>> shown) {
        return switch (one.basis()) {
            case Basis.Nothing() -> shown.isEmpty();
            case Basis.Seen(SortedMap<String, SeenValue> seen) ->
                seen.entrySet().stream().allMatch(field -> field.getValue()
                        .matches(Optional.ofNullable(shown.orElseThrow().get(field.getKey()))));
            case Basis.BaseVersion ignored -> false;
        };
    }
}
