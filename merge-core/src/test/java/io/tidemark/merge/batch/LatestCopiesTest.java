package io.tidemark.merge.batch;

import static io.tidemark.merge.OperationFixture.NOTE;
import static io.tidemark.merge.OperationFixture.anOperation;
import static io.tidemark.merge.batch.BatchFixture.aServer;
import static io.tidemark.merge.batch.BatchFixture.arrival;
import static io.tidemark.merge.batch.BatchFixture.outcome;
import static io.tidemark.merge.batch.BatchFixture.sentBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BATCH-1: which copies an edit may join is a matter of the log, and not of where it is cut into batches. */
class LatestCopiesTest {
    private static final int MANY = BatchKeys.LATEST_COPIES + 1;
    private static final Operation MILK =
            anOperation().id(1).set("title", "Milk").upsert();

    @Test
    void joinsTheAuthorsCopy_whenAnotherAuthorOfTheBatchHasMoreOfThem() {
        // Given
        MemoryStore server = aServer();
        server.merge(List.of(arrival(MILK, 1, 0), arrival(lost(2), 2, 1)));
        for (int i = 1; i <= MANY; i++) {
            server.merge(List.of(sentBy("bob", "tablet", lost(100 + i), i, i - 1)));
        }
        // When
        List<OperationResult> results = server.merge(
                List.of(sentBy("bob", "tablet", lost(200), MANY + 1, MANY), arrival(goingOnFrom(2), 3, 2)));
        // Then
        assertThat(outcome(results.get(1)).reason()).contains(Reason.JOINED_COPY);
    }

    @Test
    void decidesTheSame_whereverTheLogIsCut() {
        // Given
        List<Arrival> log = new ArrayList<>();
        log.add(arrival(MILK, 1, 0));
        for (int i = 2; i <= MANY + 1; i++) {
            log.add(arrival(lost(i), i, i - 1));
        }
        EntityKey latest = log.getLast().author().copyOf(NOTE, lost(MANY + 1).id());
        long next = MANY + 2;
        log.add(arrival(
                anOperation()
                        .id(next)
                        .on(latest)
                        .seeing("title", "lost " + (MANY + 1))
                        .delete(),
                next,
                next - 1));
        log.add(arrival(goingOnFrom(2), next + 1, next));
        log.add(arrival(goingOnFrom(3), next + 2, next + 1));
        MemoryStore whole = aServer();
        List<OperationResult> expected = whole.merge(log);
        for (int cut = 1; cut < log.size(); cut++) {
            // When
            MemoryStore server = aServer();
            List<OperationResult> results = new ArrayList<>(server.merge(log.subList(0, cut)));
            results.addAll(server.merge(log.subList(cut, log.size())));
            // Then
            assertThat(results)
                    .as("cut behind %d", cut)
                    .extracting(result -> outcome(result).reason())
                    .containsExactlyElementsOf(expected.stream()
                            .map(result -> outcome(result).reason())
                            .toList());
            assertThat(server.rows().keySet()).isEqualTo(whole.rows().keySet());
        }
    }

    /** An edit that had not seen the row, and goes on from no copy. */
    private static Operation lost(long id) {
        return anOperation()
                .id(id)
                .set("title", "lost " + id)
                .seeing("title", "never there")
                .upsert();
    }

    private static Operation goingOnFrom(long id) {
        return anOperation()
                .id(1000 + id)
                .set("title", "later " + id)
                .seeing("title", "lost " + id)
                .upsert();
    }
}
