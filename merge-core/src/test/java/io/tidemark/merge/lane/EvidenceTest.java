package io.tidemark.merge.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.batch.ScopeKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MS-13: which traces prove a restore, and which do not. */
class EvidenceTest {
    private static final String TOPIC = "the-topic";
    private static final String FIRST = "11111111-1111-4111-8111-111111111111";
    private static final String CURRENT = "22222222-2222-4222-8222-222222222222";
    private static final String STRANGE = "33333333-3333-4333-8333-333333333333";
    private static final ScopeKey SCOPE = new ScopeKey("t", "s");

    /** The epoch and the offset that Kafka has, the store's position, the log's end. An empty cell: none. */
    @ParameterizedTest
    @CsvSource({
        "CURRENT, 5,  5,  9,  false, merged up to where it stands",
        "CURRENT, 4,  5,  9,  false, not published yet",
        "CURRENT, 6,  5,  9,  true,  merged further than the store knows",
        "CURRENT, 6,  ,   9,  true,  merged and not known at all",
        "CURRENT, 12, 9,  9,  false, the log lost its tail and the position was put right",
        "CURRENT, 12, 8,  9,  true,  the log lost its tail and the store went back",
        "FIRST,   6,  5,  9,  false, of an epoch that is over: handled",
        "FIRST,   6,  ,   9,  false, of an epoch that is over",
        "STRANGE, 6,  5,  9,  true,  of an epoch that the store does not know",
        "STRANGE, 1,  5,  9,  true,  the same behind the position: it is another history",
        "STRANGE, 1,  ,   9,  true,  the same on an empty store",
        ",        6,  5,  9,  false, from before there were notes: of the first epoch",
        ",        ,   5,  9,  false, never committed",
    })
    void isWitness_whenOffsetIsAheadInItsEpoch(
            @Nullable String epoch,
            @Nullable Long offset,
            @Nullable Long position,
            long end,
            boolean restored,
            String why) {
        // Given
        SortedMap<Integer, Evidence.Commit> commits = new TreeMap<>();
        if (offset != null) {
            commits.put(3, new Evidence.Commit(offset, note(epoch, TOPIC)));
        }
        // When
        Evidence evidence = evidence(commits, end, position, List.of(), unremarkable());
        // Then
        assertThat(evidence.restore().isPresent()).as(why).isEqualTo(restored);
    }

    @Test
    void isWitness_whenOffsetWithoutNoteIsAheadInFirstEpoch() {
        // Given
        Chronicle first =
                new Chronicle(ground(FIRST), FIRST, Set.of(FIRST), identity(1, 1), identity(1, 1), Optional.empty());
        // When
        Evidence evidence = evidence(commits(new Evidence.Commit(6, Optional.empty())), 9, 5L, List.of(), first);
        // Then
        assertThat(evidence.restore()).hasValueSatisfying(why -> assertThat(why).contains("lane 3", "6", "5"));
    }

    @Test
    void isNoWitness_whenOffsetIsOfTopicThatIsNoMore() {
        // Given
        SortedMap<Integer, Evidence.Commit> commits =
                commits(new Evidence.Commit(600, note("STRANGE", "the-topic-before")));
        // When
        Evidence evidence = evidence(commits, 9, 5L, List.of(), unremarkable());
        // Then
        assertThat(evidence.restore()).isEmpty();
        assertThat(evidence.offset(3)).isEmpty();
    }

    /** The epoch and head that were published, the head that stands. */
    @ParameterizedTest
    @CsvSource({
        "CURRENT, 7, 7, false",
        "CURRENT, 6, 7, false",
        "CURRENT, 8, 7, true",
        "CURRENT, 1, ,  true",
        "CURRENT, 0, ,  false",
        "FIRST,   8, 7, false",
        "STRANGE, 1, 7, true",
    })
    void isWitness_whenPublishedRowsAreAhead(String epoch, long published, @Nullable Long head, boolean restored) {
        // Given
        List<Evidence.Trace> traces = List.of(new Evidence.Trace(SCOPE, named(epoch), published));
        // When
        Evidence evidence = new Evidence(
                TOPIC,
                new TreeMap<>(),
                Map.of(),
                traces,
                unremarkable(),
                Map.of(),
                head == null ? Map.of() : Map.of(SCOPE, head));
        // Then
        assertThat(evidence.restore().isPresent()).isEqualTo(restored);
    }

    /** System identifier and timeline on record, and now. An empty cell: the role may not ask. */
    @ParameterizedTest
    @CsvSource({
        "7, 1, 7, 1, false",
        "7, 1, 8, 1, true",
        "7, 1, 7, 2, true",
        " ,  , 7, 1, false",
        "7, 1,  ,  , false",
        "7, 1,  , 2, false",
    })
    void isWitness_whenAnotherPostgresHoldsTheData(
            @Nullable Long system,
            @Nullable Long timeline,
            @Nullable Long systemNow,
            @Nullable Long timelineNow,
            boolean restored) {
        // Given
        Chronicle chronicle = new Chronicle(
                ground(CURRENT),
                FIRST,
                Set.of(FIRST, CURRENT),
                new Chronicle.Identity(optional(system), optional(timeline)),
                new Chronicle.Identity(optional(systemNow), optional(timelineNow)),
                Optional.empty());
        // When
        Evidence evidence = evidence(new TreeMap<>(), 9, 5L, List.of(), chronicle);
        // Then
        assertThat(evidence.restore().isPresent()).isEqualTo(restored);
    }

    @Test
    void isWitness_whenGatewayReportedOne() {
        // Given
        Chronicle chronicle = new Chronicle(
                ground(CURRENT),
                FIRST,
                Set.of(FIRST, CURRENT),
                identity(1, 1),
                identity(1, 1),
                Optional.of("a cursor is ahead"));
        // When / Then
        assertThat(evidence(new TreeMap<>(), 9, 5L, List.of(), chronicle).restore())
                .contains("a cursor is ahead");
    }

    @Test
    void namesEveryEpochThatIsUnknown_whenKafkaTellsOfSeveral() {
        // Given
        String other = "44444444-4444-4444-8444-444444444444";
        Evidence evidence = evidence(
                commits(new Evidence.Commit(1, note("STRANGE", TOPIC))),
                9,
                5L,
                List.of(new Evidence.Trace(SCOPE, CURRENT, 1)),
                unremarkable());
        // When
        Set<String> lost =
                evidence.with(List.of(new Evidence.Trace(SCOPE, other, 1))).lostEpochs();
        // Then
        assertThat(lost).containsExactly(STRANGE, other);
    }

    private static Evidence evidence(
            SortedMap<Integer, Evidence.Commit> commits,
            long end,
            @Nullable Long position,
            List<Evidence.Trace> traces,
            Chronicle chronicle) {
        Map<Integer, Long> positions = position == null ? Map.of() : Map.of(3, position);
        return new Evidence(TOPIC, commits, Map.of(3, end), traces, chronicle, positions, Map.of());
    }

    private static SortedMap<Integer, Evidence.Commit> commits(Evidence.Commit commit) {
        return new TreeMap<>(Map.of(3, commit));
    }

    private static Chronicle unremarkable() {
        return new Chronicle(
                ground(CURRENT), FIRST, Set.of(FIRST, CURRENT), identity(1, 1), identity(1, 1), Optional.empty());
    }

    private static Ground ground(String epoch) {
        return new Ground(epoch, Instant.EPOCH);
    }

    private static Chronicle.Identity identity(long system, long timeline) {
        return new Chronicle.Identity(OptionalLong.of(system), OptionalLong.of(timeline));
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Optional<CommitNote> note(@Nullable String epoch, String topicId) {
        return epoch == null ? Optional.empty() : Optional.of(new CommitNote(named(epoch), topicId));
    }

    private static String named(String epoch) {
        return Map.of("FIRST", FIRST, "CURRENT", CURRENT, "STRANGE", STRANGE).getOrDefault(epoch, epoch);
    }
}
