package io.tidemark.agent;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.likes;
import static io.tidemark.agent.Fixture.tags;
import static io.tidemark.agent.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.row.CanonicalRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices change one card offline, and the real merge puts together what they meant. */
class MergingFieldsTest {
    private final ModelServer model = new ModelServer(CARDS, 3);
    private final ProtocolServer server = new ProtocolServer(model, () -> Fate.ANSWERED);
    private final TidemarkAgent one;
    private final TidemarkAgent other;

    MergingFieldsTest(@TempDir Path directory) {
        one = agent(directory.resolve("one"));
        other = agent(directory.resolve("other"));
    }

    private TidemarkAgent agent(Path database) {
        return TidemarkAgent.open(config(database, server).entityTypes(CARDS).build());
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        server.close();
    }

    /** Both show the card, and neither hears of the other from now on. */
    private void cardOnBothOffline(Map<String, Json> fields) throws InterruptedException {
        save(one, fields);
        assertThat(one.scope(SCOPE).awaitSynced(LONG)).isTrue();
        await(() -> shown(other).isPresent());
        for (TidemarkAgent agent : List.of(one, other)) {
            agent.setOnline(false);
            await(() -> !agent.scope(SCOPE).syncStatus().online());
        }
    }

    private static void save(TidemarkAgent agent, Map<String, Json> fields) {
        agent.scope(SCOPE).save("card", "c", fields);
    }

    private static Optional<Map<String, Json>> shown(TidemarkAgent agent) {
        return agent.scope(SCOPE).get("card", "c").map(VisibleRow::fields);
    }

    private void sync(TidemarkAgent agent) throws InterruptedException {
        agent.setOnline(true);
        assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
    }

    private void assertBothShow(Map<String, Json> fields) throws InterruptedException {
        sync(one);
        sync(other);
        assertThat(model.canonical(SCOPE))
                .singleElement()
                .satisfies(row -> assertThat(((CanonicalRow.Live) row).fields()).isEqualTo(fields));
        await(() -> shown(one).equals(Optional.of(fields)) && shown(other).equals(Optional.of(fields)));
        assertThat(one.scope(SCOPE).deadLetters()).isEmpty();
        assertThat(other.scope(SCOPE).deadLetters()).isEmpty();
    }

    @Test
    void incrementsAddUp_whenBothCounted() throws InterruptedException {
        // Given
        cardOnBothOffline(likes(10));

        // When
        save(one, likes(13));
        save(one, likes(14));
        save(other, likes(8));

        // Then
        assertThat(shown(one)).hasValue(likes(14));
        assertBothShow(likes(12));
    }

    @Test
    void elementsAreUnitedAndRemoved_whenBothChangedTheSet() throws InterruptedException {
        // Given
        cardOnBothOffline(tags("kept", "old", "older"));

        // When
        save(one, tags("kept", "old", "red"));
        save(one, tags("red", "kept", "old", "regretted"));
        save(one, tags("red", "kept", "old"));
        save(other, tags("older", "kept", "blue"));

        // Then
        assertThat(shown(one)).hasValue(tags("kept", "old", "red"));
        assertBothShow(tags("blue", "kept", "red"));
    }

    @Test
    void elementStays_whenItWasPutInAgainAfterTheScreenWasRead() throws InterruptedException {
        // Given
        cardOnBothOffline(tags("a", "b"));
        Optional<VisibleRow> stale = other.scope(SCOPE).get("card", "c");
        save(one, tags("b"));
        save(one, tags("a", "b"));
        sync(one);
        other.setOnline(true);
        await(() -> other.scope(SCOPE).get("card", "c").orElseThrow().version() > 1);

        // When
        other.scope(SCOPE).save("card", "c", stale, tags("b"));

        // Then
        assertBothShow(tags("a", "b"));
    }

    @Test
    void bothEditsStand_whenBothChangedOtherLinesOfALongText() throws InterruptedException {
        // Given
        String middle = "a line that both leave as it is\n".repeat(10);
        cardOnBothOffline(text("first\n" + middle + "last\n"));

        // When
        save(one, text("FIRST\n" + middle + "last\n"));
        save(other, text("first\n" + middle + "LAST\n"));

        // Then
        assertBothShow(text("FIRST\n" + middle + "LAST\n"));
    }
}
