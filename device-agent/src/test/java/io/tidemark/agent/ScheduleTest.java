package io.tidemark.agent;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.likes;
import static io.tidemark.agent.Fixture.tags;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several devices, random edits, flapping networks, restarts and a server full of faults: all end equal, and no value is
 * lost. Every value is unique, so that the check is a set difference: saved minus {final values, values that somebody
 * had on the screen when he replaced them}. Beside it everybody counts and tags one card: increments add up, and the tags
 * are those put in without those taken out. Interleavings differ from run to run; the seed fixes what each device does.
 */
class ScheduleTest {
    private static final int DEVICES = 3;
    private static final int STEPS = 120;
    private static final List<String> ENTITIES = List.of("a", "b", "c");
    private static final List<String> FIELDS = List.of("title", "body");
    private static final String CARD = "the-card";

    private static final EntityTypes NOTES_AND_CARDS = both();

    private final Path directory;

    ScheduleTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static EntityTypes both() {
        TreeMap<String, EntityType> types = new TreeMap<>(TYPES.byName());
        types.putAll(CARDS.byName());
        return new EntityTypes(types);
    }

    static LongStream seeds() {
        Long one = Long.getLong("tidemark.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Integer.getInteger("tidemark.seeds", 6));
    }

    /** What was saved, and what each author had on the screen, kept outside of agents and server. */
    private static final class Oracle {
        private final Set<String> saved = new HashSet<>();
        private final Set<String> replaced = new HashSet<>();
        private final NavigableSet<String> tags = new TreeSet<>();
        private long likes;

        Map<String, Json> card() {
            return Map.of("likes", Json.of(likes), "tags", Json.strings(List.copyOf(tags)));
        }

        void replaces(Optional<VisibleRow> shown, Set<String> fields) {
            shown.ifPresent(row -> row.fields().forEach((field, value) -> {
                if (fields.contains(field) && value instanceof Json.Str(String text)) {
                    replaced.add(text);
                }
            }));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void devicesConvergeAndNoValueIsLost_whenEverythingFails(long seed) throws InterruptedException {
        ModelServer model = new ModelServer(NOTES_AND_CARDS, 2);
        KillTest.Faults faults = new KillTest.Faults(seed);
        SplittableRandom dice = new SplittableRandom(seed);
        Oracle oracle = new Oracle();
        List<TidemarkAgent> agents = new ArrayList<>();
        try (ProtocolServer server = new ProtocolServer(model, faults::next)) {
            // Given
            for (int i = 0; i < DEVICES; i++) {
                agents.add(open(server, seed, i));
            }
            agents.getFirst().scope(SCOPE).save("card", CARD, likes(0));
            agents.forEach(agent -> await(() -> card(agent).isPresent()));

            // When
            for (int step = 0; step < STEPS; step++) {
                int device = dice.nextInt(DEVICES);
                act(agents, device, server, seed, step, dice, oracle, model);
            }
            faults.stop();
            agents.forEach(agent -> agent.setOnline(true));

            // Then
            for (TidemarkAgent agent : agents) {
                assertThat(agent.scope(SCOPE).awaitSynced(LONG))
                        .as("queue empty, seed %d", seed)
                        .isTrue();
            }
            for (TidemarkAgent agent : agents) {
                await(() -> Fixture.shown(agent.scope(SCOPE)).equals(Fixture.live(model.canonical(SCOPE))));
                assertThat(agent.scope(SCOPE).deadLetters()).isEmpty();
            }
            Set<String> lost = new HashSet<>(oracle.saved);
            lost.removeAll(oracle.replaced);
            Fixture.live(model.canonical(SCOPE)).values().forEach(fields -> lost.removeAll(texts(fields)));
            assertThat(lost).as("seed %d", seed).isEmpty();
            assertThat(Fixture.live(model.canonical(SCOPE)).get(CARD))
                    .as("seed %d", seed)
                    .isEqualTo(oracle.card());
            assertThat(model.sentWithTwoPayloads()).isEmpty();
        } finally {
            agents.forEach(TidemarkAgent::close);
        }
    }

    private TidemarkAgent open(ProtocolServer server, long seed, int device) {
        return TidemarkAgent.open(config(directory.resolve("device-" + device + ".db"), server)
                .entityTypes(NOTES_AND_CARDS)
                .seed(seed)
                .build());
    }

    private static Optional<VisibleRow> card(TidemarkAgent agent) {
        return agent.scope(SCOPE).get("card", CARD);
    }

    private void act(
            List<TidemarkAgent> agents,
            int device,
            ProtocolServer server,
            long seed,
            int step,
            SplittableRandom dice,
            Oracle oracle,
            ModelServer model) {
        SyncedScope scope = agents.get(device).scope(SCOPE);
        switch (dice.nextInt(20)) {
            case 0, 1 -> agents.get(device).setOnline(false);
            case 2, 3, 4 -> agents.get(device).setOnline(true);
            case 5 -> {
                agents.get(device).close();
                agents.set(device, open(server, seed, device));
            }
            case 6 -> model.beginNewEpoch();
            case 7 -> edit(scope, Optional.empty(), oracle, dice);
            case 8 -> together(scope, device + "/" + step, oracle, dice);
            case 9 -> count(scope, oracle, dice);
            case 10, 11 -> tag(scope, device + "/" + step, oracle, dice);
            default -> edit(scope, Optional.of(device + "/" + step), oracle, dice);
        }
    }

    /** Pulls go on beside it: what the author has on the screen is what he read, and he says so. */
    private static void edit(SyncedScope scope, Optional<String> value, Oracle oracle, SplittableRandom dice) {
        String entity = ENTITIES.get(dice.nextInt(ENTITIES.size()));
        Map<String, Json> fields = new HashMap<>();
        value.ifPresent(text -> FIELDS.forEach(field -> {
            if (dice.nextBoolean()) {
                fields.put(field, Json.of(field + "/" + text));
            }
        }));
        if (value.isPresent() && fields.isEmpty()) {
            return;
        }
        Optional<VisibleRow> shown = scope.get("note", entity);
        oracle.replaces(shown, value.isPresent() ? fields.keySet() : Set.copyOf(FIELDS));
        if (value.isPresent()) {
            scope.save("note", entity, shown, fields);
            oracle.saved.addAll(texts(fields));
        } else {
            shown.ifPresent(scope::delete);
        }
    }

    /** Both hold, or both stand in conflict copies. */
    private static void together(SyncedScope scope, String value, Oracle oracle, SplittableRandom dice) {
        Map<String, Json> title = Map.of("title", Json.of("title/" + value));
        Map<String, Json> body = Map.of("body", Json.of("body/" + value));
        String one = ENTITIES.get(dice.nextInt(ENTITIES.size()));
        String other = ENTITIES.get(dice.nextInt(ENTITIES.size()));
        Optional<VisibleRow> shown = scope.get("note", one);
        scope.transaction(tx -> {
            tx.save("note", one, shown, title);
            Optional<VisibleRow> then = tx.get("note", other);
            oracle.replaces(then, body.keySet());
            tx.save("note", other, then, body);
        });
        oracle.replaces(shown, title.keySet());
        oracle.saved.addAll(texts(title));
        oracle.saved.addAll(texts(body));
    }

    private static void count(SyncedScope scope, Oracle oracle, SplittableRandom dice) {
        VisibleRow shown = scope.get("card", CARD).orElseThrow();
        long by = dice.nextInt(-9, 10);
        long likes = shown.fields().get("likes") instanceof Json.Num number ? number.asLong() : 0;
        scope.save("card", CARD, Optional.of(shown), likes(likes + by));
        oracle.likes += by;
    }

    private static void tag(SyncedScope scope, String fresh, Oracle oracle, SplittableRandom dice) {
        VisibleRow shown = scope.get("card", CARD).orElseThrow();
        List<String> tags = new ArrayList<>();
        if (shown.fields().get("tags") instanceof Json.Arr(List<Json> items)) {
            items.forEach(item -> tags.add(((Json.Str) item).value()));
        }
        if (!tags.isEmpty() && dice.nextInt(3) == 0) {
            oracle.tags.remove(tags.remove(dice.nextInt(tags.size())));
        } else {
            tags.add(fresh);
            oracle.tags.add(fresh);
        }
        scope.save("card", CARD, Optional.of(shown), tags(tags.toArray(String[]::new)));
    }

    private static List<String> texts(Map<String, Json> fields) {
        return fields.values().stream()
                .flatMap(value -> value instanceof Json.Str(String text) ? Stream.of(text) : Stream.empty())
                .toList();
    }
}
