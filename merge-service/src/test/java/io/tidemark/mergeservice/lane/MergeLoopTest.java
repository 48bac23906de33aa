package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class MergeLoopTest {
    private final World world = World.shared();
    private final String tenant = Lab.aTenant();

    @Test
    void showsRowAndOutcome_whenOperationIsMerged() throws Exception {
        // Given
        Lab lab = Lab.member(world, tenant, "notes", "d1");
        Operation creation = lab.creation("shopping", "Milk");

        // When
        Topic.send(world, Lab.toRecord(lab.push(creation)));
        mergeUntilLogged(1);

        // Then
        assertThat(world.tables.rows("select id, version, position, fields from entity where tenant = ?", tenant))
                .containsExactly("shopping|1|1|{\"title\": \"Milk\"}");
        OutcomesRecord outcome = outcomes().getFirst();
        assertThat(outcome.results().getFirst().operation()).isEqualTo(creation.id());
        assertThat(outcome.results().getFirst().verdict()).isInstanceOf(Verdict.Final.class);
        ConsumerRecord<byte[], byte[]> row = rows(lab).getFirst();
        assertThat(new String(row.key(), StandardCharsets.UTF_8))
                .isEqualTo(Keys.entity(tenant, "notes", new EntityKey("note", "shopping")));
        assertThat(RowCodec.read(JsonReader.read(row.value()))).isInstanceOf(CanonicalRow.Live.class);
        RowSpan span = span(row);
        assertThat(span.from()).isZero();
        assertThat(span.to()).isEqualTo(1);
        assertThat(span.marks()).isEqualTo(Map.of(RowSpan.markKey(Lab.SUBJECT, "d1"), 1L));
        assertThat(span.epoch()).isEqualTo(outcome.epoch());
    }

    @Test
    void mergesTheOtherLanes_whenSomebodyElseHoldsAScope() throws Exception {
        // Given
        Lab held = Lab.member(world, tenant, "notes", "d1");
        Lab free = Lab.member(world, tenant, Lab.scopeIn(tenant, (held.partition() + 1) % 48), "d1");
        world.tables.update("insert into scope (tenant, scope) values (?, ?)", tenant, "notes");
        Topic.send(
                world,
                List.of(
                        Lab.toRecord(held.push(held.creation("a", "one"))),
                        Lab.toRecord(free.push(free.creation("b", "two")))));
        try (Connection other = world.database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            statement.execute("select from scope where tenant = '" + tenant + "' and scope = 'notes' for update");

            try (RunningLoop loop = RunningLoop.start(world)) {
                // When
                awaitLogged(1);
                Topic.send(world, Lab.toRecord(free.push(free.creation("c", "three"))));
                awaitLogged(2);

                // Then
                assertThat(world.tables.rows("select id from entity where tenant = ? order by id", tenant))
                        .containsExactly("b", "c");
                assertThat(loop.loop.view().trouble()).isEmpty();

                // And when the scope is free again
                other.rollback();
                awaitLogged(3);
            }
        }
    }

    @Test
    void mergesAllLanesTogether_whenOnePollBringsMany() {
        // Given
        List<ProducerRecord<byte[], byte[]>> pushes = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            Lab lab = Lab.member(world, tenant, "scope-" + i, "d1");
            pushes.add(Lab.toRecord(lab.push(lab.creation("a", "one"), lab.creation("b", "two"))));
        }
        Topic.send(world, pushes);

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(160);

            // Then
            assertThat(loop.registry
                            .get("tidemark.merge.batch.operations")
                            .summary()
                            .max())
                    .as("operations in one transaction")
                    .isGreaterThan(2);
            assertThat(world.tables.notDense(tenant)).isEmpty();
        }
    }

    @Test
    void hasOneEffect_whenRecordIsThereThreeTimes() throws Exception {
        // Given
        Lab lab = Lab.member(world, tenant, "notes", "d1");
        OperationsRecord push = lab.push(lab.creation("a", "one"), lab.edit("a", "one", "two"));

        // When
        Topic.send(world, List.of(Lab.toRecord(push), Lab.toRecord(push)));
        mergeUntilLogged(2);
        Topic.send(world, Lab.toRecord(push));
        Topic.send(world, Lab.toRecord(lab.push(lab.edit("a", "two", "three"))));
        mergeUntilLogged(3);

        // Then
        assertThat(world.tables.rows("select id, version, fields from entity where tenant = ?", tenant))
                .containsExactly("a|3|{\"title\": \"three\"}");
        List<Boolean> replayed = outcomes().stream()
                .flatMap(record -> record.results().stream())
                .map(result -> ((Verdict.Final) result.verdict()).replayed())
                .toList();
        assertThat(replayed).containsExactly(false, false, true, true, true, true, false);
    }

    @Test
    void standsByFirst_whenIdComesAgainWithAnotherPayload() throws Exception {
        // Given
        Lab first = Lab.member(world, tenant, "notes", "d1");
        Lab second = Lab.member(world, tenant, "notes", "d2");
        Operation creation = first.creation("a", "one");
        Operation other = new Operation.Upsert(
                creation.id(),
                new EntityKey("note", "b"),
                1,
                new java.util.TreeMap<>(Map.of("title", io.tidemark.protocol.json.Json.of("else"))),
                creation.basis(),
                creation.precondition());

        // When
        Topic.send(
                world,
                List.of(
                        Lab.toRecord(first.push(creation)),
                        Lab.toRecord(second.push(other, second.creation("c", "last")))));
        mergeUntilLogged(2);

        // Then
        assertThat(world.tables.rows("select id from entity where tenant = ? order by id", tenant))
                .containsExactly("a", "c");
        assertThat(outcomes().get(1).results().getFirst().verdict().toString()).contains("ID_REUSED");
    }

    @Test
    void rejects_whenMembershipEndedBeforeMerge() throws Exception {
        // Given
        Lab lab = Lab.member(world, tenant, "notes", "d1");
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("a", "one"))));
        world.tables.update("delete from membership where tenant = ?", tenant);

        // When
        mergeUntilLogged(1);

        // Then
        assertThat(world.tables.rows("select status, reason, position from operation_log where tenant = ?", tenant))
                .containsExactly("rejected|not-a-member|null");
        assertThat(world.tables.rows("select id from entity where tenant = ?", tenant))
                .isEmpty();
        ConsumerRecord<byte[], byte[]> marker = rows(lab).getFirst();
        assertThat(marker.value()).as("a span without a row").isNull();
        assertThat(span(marker).marks()).isEqualTo(Map.of(RowSpan.markKey(Lab.SUBJECT, "d1"), 1L));
    }

    @Test
    void keepsBothValues_whenTwoDevicesEditUnseen() throws Exception {
        // Given
        Lab first = Lab.member(world, tenant, "notes", "d1");
        Lab second = Lab.member(world, tenant, "notes", "d2");

        // When
        Topic.send(
                world,
                List.of(
                        Lab.toRecord(first.push(first.creation("a", "one"), first.edit("a", "one", "mine"))),
                        Lab.toRecord(second.push(second.edit("a", "one", "ours"))),
                        Lab.toRecord(second.push(second.edit("a", "ours", "ours too")))));
        mergeUntilLogged(4);

        // Then
        assertThat(world.tables.rows("""
                                select conflict_of, fields ->> 'title', version from entity
                                where tenant = ? order by conflict_of nulls first
                                """, tenant)).containsExactly("null|mine|2", "a|ours too|2");
        assertThat(world.tables.rows(
                        "select status, cardinality(conflict_copies) from operation_log where tenant = ? and device = 'd2'",
                        tenant))
                .containsOnly(Status.CONFLICT.slug() + "|1");
    }

    @Test
    void givesPositionsWithoutHoles_whenScopeIsHot() {
        // Given
        Lab lab = Lab.member(world, tenant, "hot", "d1");
        List<ProducerRecord<byte[], byte[]>> pushes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<Operation> operations = new ArrayList<>();
            for (int j = 0; j < 50; j++) {
                operations.add(lab.creation("n" + i + "-" + j, "x"));
            }
            pushes.add(Lab.toRecord(lab.push(operations.toArray(Operation[]::new))));
        }
        Topic.send(world, pushes);

        // When
        mergeUntilLogged(3_000);

        // Then
        assertThat(world.tables.notDense(tenant)).isEmpty();
        List<Long> spans = rows(lab).stream().map(record -> span(record).to()).toList();
        assertThat(spans).isSorted();
        assertThat(spans.getLast()).isEqualTo(3_000);
    }

    @Test
    void tellsEachRequestItsOwn_whenOneIdComesTwiceWithDifferentPayloads() throws Exception {
        // Given
        Lab phone = Lab.member(world, tenant, "notes", "d1");
        Lab laptop = new Lab(tenant, "notes", "d2");
        Operation first = phone.creation("shopping", "Milk");
        Operation other = new Operation.Upsert(
                first.id(),
                new EntityKey("note", "errands"),
                1,
                new TreeMap<>(Map.of("title", Json.of("Post"))),
                first.basis(),
                first.precondition());

        // When
        Topic.send(
                world,
                List.of(
                        Lab.toRecord(phone.push(first), Lab.REPLY + "/first"),
                        Lab.toRecord(laptop.push(other), Lab.REPLY + "/second"),
                        Lab.toRecord(phone.push(phone.creation("deaf", "x")), "nobody")));
        mergeUntilLogged(2);

        // Then
        assertThat(outcomes())
                .extracting(OutcomesRecord::request, outcome -> status(outcome))
                .containsExactly(Tuple.tuple("first", Status.APPLIED), Tuple.tuple("second", Status.REJECTED));
    }

    private static Status status(OutcomesRecord outcome) {
        if (outcome.results().getFirst().verdict() instanceof Verdict.Final(Outcome decided, boolean ignored)) {
            return decided.status();
        }
        throw new AssertionError("not final: " + outcome);
    }

    private void mergeUntilLogged(long operations) {
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(operations);
            loop.awaitReady();
        }
    }

    private void awaitLogged(long operations) {
        await("operations in the log").atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) >= operations);
    }

    private List<OutcomesRecord> outcomes() throws Exception {
        List<OutcomesRecord> outcomes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                Topic.read(world, Topics.OUTCOMES.name(), Lab.REPLY, this::isOurs)) {
            outcomes.add(OutcomesRecord.read(JsonReader.read(record.value())));
        }
        return outcomes;
    }

    private List<ConsumerRecord<byte[], byte[]>> rows(Lab lab) {
        return Topic.read(world, Topics.CANONICAL_ROWS.name(), lab.partition(), this::isOurs);
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8).startsWith(tenant);
    }

    private static RowSpan span(ConsumerRecord<byte[], byte[]> record) {
        try {
            return RowSpan.read(
                    JsonReader.read(record.headers().lastHeader(RowSpan.HEADER).value()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
