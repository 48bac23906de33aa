package io.tidemark.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.SeenValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final SubmissionReader RULES = new SubmissionReader(EntityTypesFile.parse("test", """
            types:
              note:
                schema: 1
                fields:
                  title: { type: string, maxLength: 1000 }
                  body: { type: string, maxLength: 1000 }
            """));

    @Test
    void sendsQuarterToTheSharedScopeAndThreeEighthsUpdates_whenAllDevicesSendTheirShare() throws Exception {
        // Given
        List<Workload.Batch> batches = new ArrayList<>();

        // When
        for (int device = 1; device <= 8; device++) {
            Workload workload = new Workload(device, 7);
            for (int i = 0; i < 8; i++) {
                batches.add(workload.next(48));
            }
        }

        // Then
        long shared = batches.stream()
                .filter(batch -> batch.scope().equals(Workload.SHARED))
                .count();
        long updates = batches.stream()
                .flatMap(batch -> batch.steps().stream())
                .filter(step -> step.revision() > 1)
                .count();
        assertThat(shared).isEqualTo(batches.size() / 4);
        assertThat(updates).isEqualTo(batches.size() * 48 * 3 / 8);
    }

    @Test
    void saysWhatItHadSeen_whenItUpdates() throws Exception {
        // Given
        Workload workload = new Workload(1, 7);
        Map<EntityKey, Map<String, Json>> rows = new HashMap<>();

        // When
        List<Workload.Batch> batches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            batches.add(workload.next(50));
        }

        // Then
        for (Workload.Batch batch : batches) {
            rows.clear();
            batches.stream()
                    .filter(other -> other.scope().equals(batch.scope()))
                    .flatMap(other -> other.steps().stream())
                    .forEach(step -> assertSeen(step, rows));
        }
    }

    @Test
    void isTheSame_whenTheSeedIs() {
        // Given
        Workload one = new Workload(3, 42);
        Workload two = new Workload(3, 42);

        // When
        Workload.Batch first = one.next(50);
        Workload.Batch second = two.next(50);

        // Then
        assertThat(first).isEqualTo(second);
    }

    private static void assertSeen(Workload.Step step, Map<EntityKey, Map<String, Json>> rows) {
        Operation.Upsert upsert = upsert(step);
        assertThat(upsert.fields().get("title"))
                .matches(title -> ((Json.Str) title).value().length() == 40);
        assertThat(upsert.fields().get("body"))
                .matches(body -> ((Json.Str) body).value().length() == 400);
        Map<String, Json> before = rows.put(upsert.entity(), upsert.fields());
        switch (upsert.basis()) {
            case Basis.Nothing() -> assertThat(before).isNull();
            case Basis.Seen(var seen) -> {
                assertThat(before).isNotNull();
                seen.forEach((field, value) -> assertThat(value.matches(Optional.ofNullable(before.get(field))))
                        .isTrue());
                assertThat(seen.get("body")).isInstanceOf(SeenValue.Hashed.class);
            }
            case Basis.BaseVersion ignored -> throw new AssertionError("no base versions here");
        }
    }

    private static Operation.Upsert upsert(Workload.Step step) {
        try {
            Submission read = RULES.readPush(List.of(step.operation())).getFirst();
            return (Operation.Upsert) ((Submission.Accepted) read).operation();
        } catch (InvalidShape e) {
            throw new AssertionError(e);
        }
    }
}
