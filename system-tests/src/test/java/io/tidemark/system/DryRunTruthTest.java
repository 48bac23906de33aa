package io.tidemark.system;

import static io.tidemark.system.Reporter.id;
import static io.tidemark.system.Reporter.operation;
import static io.tidemark.system.Reporter.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.explain.LastWrite;
import io.tidemark.protocol.explain.LogLine;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.FieldFate.Kind;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.CanonicalRow.Live;
import io.tidemark.protocol.row.ConflictOrigin;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a dry run says is what then happens, and the explanation says that it happened so: over random operations of two
 * devices, each on what one of them had on the screen at some time. A failing seed is named in the message.
 */
class DryRunTruthTest {
    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private static final int OPERATIONS = 160;
    private static final long SEED = Long.getLong("tidemark.dry-run.seed", 20_261_122L);
    private static final List<String> ENTITIES = List.of("a", "b", "never-made");
    private static final List<String> PLAIN = List.of("title", "text", "pinned", "best", "price", "serial");

    private final Random random = new Random(SEED);
    private final String scope = "reports:" + UUID.randomUUID();
    private final Map<String, List<Live>> screens = new HashMap<>();
    private final Set<Status> statuses = EnumSet.noneOf(Status.class);
    private final Set<Kind> fates = EnumSet.noneOf(Kind.class);
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

    @Test
    void happensAsItWasTried_whateverTheOperationFinds() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Given
            List<Reporter> devices = List.of(
                    Reporter.member(http, STACK.get(), "demo", scope, "alice", "phone"),
                    Reporter.member(http, STACK.get(), "demo", scope, "bob", "desk"));
            for (int step = 1; step <= OPERATIONS; step++) {
                Reporter device = devices.get(random.nextInt(2));
                String entity = ENTITIES.get(random.nextInt(ENTITIES.size()));
                Json.Obj operation = anOperation(entity);
                // When
                DryRun tried = device.tries(entity, operation);
                Outcome happened = device.push(operation).getFirst();
                Explanation after = device.explanation(entity);
                // Then
                String what = "seed %d, step %d: %s".formatted(SEED, step, operation);
                assertThat(outcome(tried.result().verdict())).as(what).isEqualTo(happened.at(OptionalLong.empty()));
                isExplained(what, operation, tried, after);
                if (step % 10 == 0) {
                    isReplayed(what, device.tries(entity, operation), happened);
                }
                remember(entity, after);
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(Status.values());
        assertThat(fates)
                .contains(
                        Kind.WRITTEN,
                        Kind.EQUAL,
                        Kind.CHANGED,
                        Kind.OVERWROTE,
                        Kind.MERGED,
                        Kind.DROPPED,
                        Kind.JOINED_COPY,
                        Kind.LOST_TO_COPY,
                        Kind.KEPT_UNSEEN);
        assertThat(reasons)
                .contains(
                        Reason.ROW_MISSING,
                        Reason.UNDELETED,
                        Reason.DELETE_SUPERSEDED,
                        Reason.UNKNOWN_FIELD,
                        Reason.UNSEEN_VALUE);
    }

    private void isExplained(String what, Json.Obj operation, DryRun tried, Explanation after) {
        assertThat(after.row().map(DryRunTruthTest::nowhere))
                .as(what)
                .isEqualTo(tried.row().map(DryRunTruthTest::nowhere));
        tried.copies().forEach(copy -> assertThat(after.copies().stream().map(DryRunTruthTest::nowhere))
                .as(what)
                .contains(nowhere(copy)));
        LogLine line = after.operations().stream()
                .filter(each -> each.operation().equals(id(operation)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + " is not in the history"));
        boolean plain = tried.fates().values().stream().allMatch(fate -> fate.kind() == Kind.WRITTEN);
        assertThat(line.fates()).as(what).isEqualTo(plain ? Map.of() : tried.fates());
        tried.fates().forEach((field, fate) -> assertThat(wrote(after, field).equals(Optional.of(line.operation())))
                .as("%s: %s %s", what, field, fate)
                .isEqualTo(fate.kind().changesTheRow()));
        statuses.add(line.outcome().status());
        line.outcome().reason().ifPresent(reasons::add);
        tried.fates().values().stream().map(FieldFate::kind).forEach(fates::add);
    }

    private static Optional<OperationId> wrote(Explanation after, String field) {
        return Optional.ofNullable(after.fields().get(field))
                .flatMap(story -> story.last())
                .flatMap(LastWrite::operation);
    }

    private static void isReplayed(String what, DryRun again, Outcome happened) {
        assertThat(again.result().verdict())
                .as(what)
                .isEqualTo(new Verdict.Final(happened.at(OptionalLong.empty()), true));
    }

    /** Without what a dry run cannot know: a position, and when. */
    private static CanonicalRow nowhere(CanonicalRow row) {
        return switch (row) {
            case Live live ->
                new Live(
                        live.entity(),
                        live.version(),
                        1,
                        live.fields(),
                        live.conflict()
                                .map(origin -> new ConflictOrigin(
                                        origin.of(),
                                        origin.author(),
                                        origin.operation(),
                                        origin.reason(),
                                        origin.seen(),
                                        origin.theirs(),
                                        origin.transaction(),
                                        origin.edited(),
                                        Optional.empty())));
            case CanonicalRow.Tombstone gone -> new CanonicalRow.Tombstone(gone.entity(), gone.version(), 1);
        };
    }

    private void remember(String entity, Explanation after) {
        List<Live> seen = screens.computeIfAbsent(entity, none -> new ArrayList<>());
        after.row().filter(Live.class::isInstance).map(Live.class::cast).ifPresent(seen::add);
        after.copies().stream().limit(3).forEach(seen::add);
    }

    private Json.Obj anOperation(String entity) {
        List<Live> seen = screens.getOrDefault(entity, List.of());
        Optional<Live> screen = seen.isEmpty()
                ? Optional.empty()
                : Optional.of(seen.get(Math.max(0, seen.size() - 1 - random.nextInt(6))));
        boolean creates = screen.isEmpty() && !entity.equals("never-made") && random.nextInt(3) > 0;
        TreeMap<String, Json> content = new TreeMap<>();
        if (screen.isPresent() && random.nextInt(8) == 0) {
            content.put("seen", seen(screen, screen.get().fields().keySet()));
            return operation(entity, "delete", content);
        }
        TreeMap<String, Json> fields = new TreeMap<>();
        // One field alone half of the time: of many, one is lost almost always, and hides what became of the others.
        int most = random.nextBoolean() ? 1 : PLAIN.size();
        for (int i = 0; i < most; i++) {
            fields.put(PLAIN.get(random.nextInt(PLAIN.size())), Json.of(value()));
        }
        if (random.nextInt(20) == 0) {
            fields.put("undeclared", Json.of("x"));
        }
        TreeMap<String, Json> changes = new TreeMap<>();
        if (random.nextInt(5) == 0) {
            fields.clear();
        }
        if (fields.isEmpty() || random.nextInt(4) == 0) {
            changes.put("likes", Json.Obj.of(Map.of("increment", Json.of(1))));
            changes.put("tags", elements(screen.map(Live::version).orElse(0L)));
        }
        if (!fields.isEmpty()) {
            content.put("fields", new Json.Obj(fields));
        }
        if (!changes.isEmpty()) {
            content.put("changes", new Json.Obj(changes));
        }
        if (random.nextInt(8) == 0 && screen.isPresent()) {
            content.put("baseVersion", Json.of(screen.get().version()));
        } else {
            content.put("seen", creates ? Json.NULL : seen(screen, fields.keySet()));
        }
        return operation(entity, "upsert", content);
    }

    private static Json seen(Optional<Live> screen, Set<String> fields) {
        TreeMap<String, Json> seen = new TreeMap<>();
        for (String field : fields) {
            Optional<Json> shown =
                    screen.flatMap(row -> Optional.ofNullable(row.fields().get(field)));
            seen.put(
                    field,
                    Json.Obj.of(shown.map(value -> Map.of("value", value))
                            .orElseGet(() -> Map.of("absent", Json.of(true)))));
        }
        return new Json.Obj(seen);
    }

    private Json elements(long seenVersion) {
        String removed = "e" + random.nextInt(6);
        String added = "e" + random.nextInt(6);
        TreeMap<String, Json> change = new TreeMap<>();
        change.put("seenVersion", Json.of(seenVersion));
        change.put("remove", Json.strings(List.of(removed)));
        if (!added.equals(removed)) {
            change.put("add", Json.strings(new ArrayList<>(new TreeSet<>(Set.of(added)))));
        }
        return new Json.Obj(change);
    }

    private String value() {
        return random.nextInt(3) + " a\n" + random.nextInt(3) + " b\n" + random.nextInt(3) + " c\n";
    }
}
