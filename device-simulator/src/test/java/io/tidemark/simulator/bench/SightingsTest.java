package io.tidemark.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private final Sightings sightings = new Sightings();

    @Test
    void countsEarlierRevisions_whenLaterOneIsMet() {
        // Given
        sightings.sent(batch("a", step("note", 1), step("note", 2), step("note", 3), step("other", 1)), 1_000_000);

        // When
        sightings.met("a", "note", 2, 3_000_000);

        // Then
        assertThat(sightings.outstanding()).isEqualTo(2);
        assertThat(sightings.scopes()).containsExactly("a");
        assertThat(sightings.milliseconds().count()).isEqualTo(2);
        assertThat(sightings.milliseconds().max()).isEqualTo(2);
    }

    @Test
    void ignoresOtherScopesAndRepeats_whenRowIsMetAgain() {
        // Given
        sightings.sent(batch("a", step("note", 1)), 0);
        sightings.sent(batch("b", step("note", 1)), 0);

        // When
        sightings.met("a", "note", 1, 5);
        sightings.met("a", "note", 1, 9);

        // Then
        assertThat(sightings.outstanding()).isEqualTo(1);
        assertThat(sightings.scopes()).containsExactly("b");
        assertThat(sightings.lastSeen()).isEqualTo(5);
    }

    @Test
    void namesScopeOnce_whenPushesInItWereAnswered() {
        // Given
        sightings.answered("a");
        sightings.answered("a");

        // When
        var taken = sightings.takeAnswered();

        // Then
        assertThat(taken).containsExactly("a");
        assertThat(sightings.takeAnswered()).isEmpty();
    }

    private static Workload.Batch batch(String scope, Workload.Step... steps) {
        return new Workload.Batch(scope, List.of(steps));
    }

    private static Workload.Step step(String entity, int revision) {
        return new Workload.Step(entity, revision, Json.NULL);
    }
}
