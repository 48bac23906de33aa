package io.tidemark.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.live.Watchers.Watch;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.RowSpan;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private static final Access ALICE = new Access("acme", "notes:alice", "alice");
    private static final String SCOPE = Keys.scope("acme", "notes:alice");

    private final Watchers watchers = new Watchers(2);

    WatchersTest() {
        watchers.open(true);
    }

    private Watch enter(long position) {
        return watchers.enter(ALICE, "e", position).orElseThrow();
    }

    private static RowSpan span(long from, long to) {
        return new RowSpan("e", from, to, new TreeMap<>());
    }

    @Test
    void wakesWhoStandsBehind_whenTheHeadMoves() {
        // Given
        Watch behind = enter(5);
        Watch ahead = enter(6);
        // When
        watchers.hear(SCOPE, span(5, 6));
        // Then
        assertThat(behind.woken()).isDone();
        assertThat(ahead.woken()).isNotDone();
    }

    @Test
    void wakesEverybody_whenAMarkMovesOrTheEpochIsAnother() {
        // Given
        Watch one = enter(5);
        watchers.hear(SCOPE, span(5, 5));
        assertThat(one.woken()).isNotDone();
        // When
        watchers.hear(SCOPE, new RowSpan("e", 5, 5, new TreeMap<>(Map.of("alice:d", 3L))));
        // Then
        assertThat(one.woken()).isDone();
        Watch other = enter(5);
        watchers.hear(SCOPE, new RowSpan("f", 1, 2, new TreeMap<>()));
        assertThat(other.woken()).isDone();
    }

    @Test
    void staysAsleep_whenAnotherScopeMoves() {
        // Given
        Watch watch = enter(5);
        // When
        watchers.hear(Keys.scope("acme", "notes:alice2"), span(5, 6));
        watchers.hear(Keys.scope("acme2", "notes:alice"), span(5, 6));
        // Then
        assertThat(watch.woken()).isNotDone();
    }

    @Test
    void belongsToItsScope_whenTheRecordIsARow() {
        // Given
        String row = Keys.entity("acme", "notes:alice", new EntityKey("note", "a:b"));
        // When, Then
        assertThat(Keys.scopeOf(row)).isEqualTo(SCOPE);
        assertThat(Keys.scopeOf(SCOPE)).isEqualTo(SCOPE);
    }

    @Test
    void hasNoRoom_whenAllPlacesAreTaken() {
        // Given
        Watch first = enter(1);
        enter(1);
        // When, Then
        assertThat(watchers.enter(ALICE, "e", 1)).isEmpty();
        first.leave();
        first.leave();
        assertThat(watchers.taken()).isEqualTo(1);
        assertThat(watchers.enter(ALICE, "e", 1)).isPresent();
    }

    @Test
    void letsNobodyWait_whenNoHintsArrive() {
        // Given
        Watch watch = enter(1);
        // When
        watchers.open(false);
        // Then
        assertThat(watch.woken()).isDone();
        assertThat(watchers.enter(ALICE, "e", 1)).isEmpty();
    }

    @Test
    void watchesTheLanesOfItsReaders_whenTheyComeAndGo() {
        // Given
        Watch watch = enter(1);
        Watch other = enter(2);
        // When
        watch.leave();
        // Then
        assertThat(watchers.lanes()).containsExactly(Watchers.lane(SCOPE));
        watchers.covered(Watchers.lane(SCOPE));
        assertThat(other.woken()).isDone();
        other.leave();
        assertThat(watchers.lanes()).isEmpty();
    }
}
