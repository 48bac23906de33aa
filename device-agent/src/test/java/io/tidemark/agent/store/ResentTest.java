package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.likes;
import static io.tidemark.agent.Fixture.note;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whether an acknowledged edit shows that may be in the row already, or may have been lost. */
class ResentTest {
    private static final OperationId ID = new OperationId(new UUID(1, 1));
    private static final EntityKey NOTE = new EntityKey("note", "n");

    private static Operation edit(Basis basis, Map<String, Json> fields) {
        return new Operation.Upsert(ID, NOTE, 1, new TreeMap<>(fields), basis, new Precondition.None());
    }

    private static Basis seen(String title) {
        return Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of(title))));
    }

    private static Optional<SortedMap<String, Json>> row(Map<String, Json> fields) {
        return Optional.of(new TreeMap<>(fields));
    }

    @Test
    void creationShows_onlyWhereThereIsNoRow() {
        // Given
        Operation creation = edit(new Basis.Nothing(), title("mine"));

        // When, Then
        assertThat(Resent.lay(Optional.empty(), creation)).isEqualTo(row(title("mine")));
        assertThat(Resent.lay(row(title("later")), creation)).isEqualTo(row(title("later")));
    }

    @Test
    void editShows_onlyOverWhatItsAuthorHadSeen() {
        // Given
        Operation edit = edit(seen("before"), title("mine"));

        // When, Then
        assertThat(Resent.lay(row(note("before", "b")), edit)).isEqualTo(row(note("mine", "b")));
        assertThat(Resent.lay(row(title("mine")), edit)).isEqualTo(row(title("mine")));
        assertThat(Resent.lay(row(title("later")), edit)).isEqualTo(row(title("later")));
        assertThat(Resent.lay(Optional.empty(), edit)).isEmpty();
    }

    @Test
    void changesDoNotShow_forNothingTellsWhetherTheyAreThere() {
        // Given
        Operation counted = new Operation.Upsert(
                ID,
                NOTE,
                1,
                new TreeMap<>(),
                new TreeMap<>(Map.of("likes", new Change.Increment(3))),
                Basis.Seen.of(Map.of()),
                new Precondition.None());

        // When, Then
        assertThat(Resent.lay(row(likes(5)), counted)).isEqualTo(row(likes(5)));
    }

    @Test
    void deleteHides_onlyWhatItsAuthorHadSeen() {
        // Given
        Operation delete = new Operation.Delete(ID, NOTE, 1, seen("before"), new Precondition.None());

        // When, Then
        assertThat(Resent.lay(row(title("before")), delete)).isEmpty();
        assertThat(Resent.lay(row(title("later")), delete)).isEqualTo(row(title("later")));
        assertThat(Resent.lay(row(note("before", "new")), delete)).isEqualTo(row(note("before", "new")));
        assertThat(Resent.lay(Optional.empty(), delete)).isEmpty();
    }
}
