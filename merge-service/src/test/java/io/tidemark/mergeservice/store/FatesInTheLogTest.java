package io.tidemark.mergeservice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.topic.OperationsRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** MERGE-23, as it is kept: small where the outcome says all. */
class FatesInTheLogTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final World world = World.shared();
    private final String tenant = Lab.aTenant();

    @Test
    void tellsFatesAndTrace_whenTheOutcomeAloneDoesNot() {
        // Given
        Lab phone = Lab.member(world, tenant, "notes", "d1");
        Lab desk = Lab.member(world, tenant, "notes", "d2");
        Operation creation = phone.creation("shopping", "Milk");
        Operation edit = phone.edit("shopping", "Milk", "Bread");
        Operation lost = desk.edit("shopping", "Milk", "Oat");
        Operation equal = desk.edit("shopping", "Milk", "Bread");
        // When
        Topic.send(
                world, List.of(Lab.toRecord(phone.push(creation, edit)), Lab.toRecord(traced(desk.push(lost, equal)))));
        try (RunningLoop loop = RunningLoop.start(world)) {
            await().atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) == 4);
            loop.awaitReady();
        }
        // Then
        String copy = world.tables
                .rows("select id from entity where tenant = ? and conflict_of = 'shopping'", tenant)
                .getFirst();
        assertThat(world.tables.rows(
                        "select operation_id, fates, trace from operation_log where tenant = ?"
                                + " order by device, sequence",
                        tenant))
                .containsExactly(
                        creation.id() + "|null|null",
                        edit.id() + "|null|null",
                        lost.id() + "|{\"title\": {\"copy\": \"" + copy + "\", \"fate\": \"lost-to-copy\"}}|" + TRACE,
                        equal.id() + "|{\"title\": {\"fate\": \"equal\"}}|" + TRACE);
    }

    private static OperationsRecord traced(OperationsRecord push) {
        List<Submission> submissions = push.submissions().stream()
                .map(Submission.Accepted.class::cast)
                .<Submission>map(each -> new Submission.Accepted(
                        each.operation(),
                        each.fingerprint(),
                        new Envelope(each.envelope().link(), 1, Optional.of(TRACE))))
                .toList();
        return new OperationsRecord(push.tenant(), push.scope(), push.subject(), push.device(), submissions);
    }
}
