package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadRecordTest {
    private final World world = World.shared();
    private final String tenant = Lab.aTenant();
    private final Lab lab = Lab.member(world, tenant, "notes", "d1");

    @Test
    void keepsRecordAndGoesOn_whenItCannotBeRead() {
        // Given
        ProducerRecord<byte[], byte[]> good = Lab.toRecord(lab.push(lab.creation("a", "one")));
        List<ProducerRecord<byte[], byte[]>> bad = List.of(
                inLane("{\"tenant\":", OperationsRecord.VERSION),
                inLane("{\"tenant\":\"t\"}", OperationsRecord.VERSION),
                withKey(good, "another:scope"),
                new ProducerRecord<>(Topics.OPERATIONS.name(), lab.partition(), good.key(), good.value()));
        Topic.send(world, bad);
        long offset = Topic.send(world, good).offset();

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(1);
            loop.awaitReady();

            // Then
            assertThat(loop.count("tidemark.merge.poison")).isEqualTo(4);
        }
        assertThat(world.tables.rows("""
                        select error from poison_record where partition = ? and record_offset between ? and ?
                        order by record_offset
                        """, lab.partition(), offset - 4, offset))
                .containsExactly(
                        "the document is not JSON",
                        "'operations': it is missing",
                        "the key is not that of the record's scope",
                        "the header tidemark-version is missing");
    }

    /** PostgreSQL refuses an index entry beyond 2,704 bytes: class 54, found in the transaction and not before. */
    @Test
    void keepsRecordAndMergesItsNeighbours_whenMergeItselfFails() {
        // Given
        StringBuilder endless = new StringBuilder();
        new Random(1).ints(6_000, 0x4e00, 0x9fff).forEach(endless::appendCodePoint);
        Lab huge = new Lab(tenant, endless.toString(), "d1");
        List<RecordMetadata> sent = Topic.send(
                world,
                List.of(
                        Lab.toRecord(lab.push(lab.creation("a", "one"))),
                        Lab.toRecord(huge.push(huge.creation("b", "two"))),
                        Lab.toRecord(lab.push(lab.creation("c", "three")))));

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(2);
            await().atMost(RunningLoop.LIMIT).until(() -> loop.count("tidemark.merge.poison") == 1);
        }

        // Then
        assertThat(world.tables.rows("select id from entity where tenant = ? order by id", tenant))
                .containsExactly("a", "c");
        assertThat(world.tables.rows(
                        "select error from poison_record where partition = ? and record_offset = ?",
                        huge.partition(),
                        sent.get(1).offset()))
                .singleElement()
                .asString()
                .contains("index row");
    }

    /** A merge policy with a defect: its author hears of it, and neither he nor anybody else waits. */
    @Test
    void rejectsTheOperationAndGoesOn_whenItsPolicyFails() {
        // Given
        EntityTypes types = EntityTypesFile.parse(
                "t.yaml", "types: { note: { fields: { title: { type: string, policy: own, merge: always-fails } } } }");
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("a", "one"))));
        Topic.send(world, Lab.toRecord(lab.push(lab.edit("a", "never seen", "two"))));
        Topic.send(world, Lab.toRecord(lab.push(lab.edit("a", "one", "three"))));

        // When
        try (RunningLoop loop = RunningLoop.start(world, types)) {
            awaitLogged(3);
            await().atMost(RunningLoop.LIMIT).until(() -> loop.count("tidemark.merge.poison") == 1);
        }

        // Then
        assertThat(world.tables.rows(
                        "select status || coalesce(' ' || reason, '') from operation_log where tenant = ? order by sequence",
                        tenant))
                .containsExactly("applied", "rejected merge-failed", "applied");
        assertThat(world.tables.rows("select fields ->> 'title' from entity where tenant = ?", tenant))
                .containsExactly("three");
        assertThat(world.tables.rows(
                        "select error from poison_record where partition = ? and error like '%always%'",
                        lab.partition()))
                .hasSize(1);
    }

    /** Each row is as large as a type may be: fifty of them are more than is held at once. */
    @Test
    void mergesEachOperation_whenTheRowsOfOneRecordAreTooLargeToBeHeldAtOnce() {
        // Given
        EntityTypes types = EntityTypesFile.parse("t.yaml", """
                types: { note: { fields: { title: { type: string }, body: { type: string, maxLength: 200000 },
                  more: { type: string, maxLength: 189000 } } } }
                """);
        List<Operation> edits = IntStream.range(0, 45)
                .mapToObj(i -> lab.edit("n" + i, "one", "two"))
                .toList();
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("a", "one"))));
        try (RunningLoop loop = RunningLoop.start(world, types).awaitReady()) {
            awaitLogged(1);
            world.tables.update("""
                    insert into entity (tenant, scope, type, id, version, incarnation, position, deleted, fields, stamps)
                    select e.tenant, e.scope, e.type, 'n' || i, 1, i + 2, i + 2, false,
                        e.fields || jsonb_build_object('body', repeat('x', 200000), 'more', repeat('y', 189000)), e.stamps
                    from entity e, generate_series(0, 44) i where e.tenant = ? and e.id = 'a'
                    """, tenant);
            world.tables.update("update scope set position = 50 where tenant = ?", tenant);

            // When
            Topic.send(world, Lab.toRecord(lab.push(edits.toArray(Operation[]::new))));
            awaitLogged(46);

            // Then
            assertThat(world.tables.rows(
                            "select distinct status || coalesce(' ' || reason, '') from operation_log where tenant = ?",
                            tenant))
                    .containsExactly("applied");
            assertThat(loop.count("tidemark.merge.poison")).isZero();
            Topic.send(world, Lab.toRecord(lab.push(lab.creation("b", "behind it"))));
            awaitLogged(47);
        }
    }

    @Test
    void holdsOnlyItsLane_whenVersionIsUnknown() {
        // Given
        Lab other = Lab.member(world, tenant, Lab.scopeIn(tenant, (lab.partition() + 1) % 48), "d1");
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("a", "before"))));
        long unknown = Topic.send(world, inLane("{}", "2")).offset();
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("b", "behind"))));
        Topic.send(world, Lab.toRecord(other.push(other.creation("c", "elsewhere"))));

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(2);
            await().atMost(RunningLoop.LIMIT)
                    .until(() -> !loop.loop.view().held().isEmpty());
            Topic.send(world, Lab.toRecord(other.push(other.creation("d", "still elsewhere"))));
            awaitLogged(3);

            // Then
            assertThat(loop.loop.view().held()).isEqualTo(new TreeMap<>(Map.of(lab.partition(), "record version 2")));
            assertThat(loop.loop.view().isReady()).isFalse();
            assertThat(world.tables.rows("select id from entity where tenant = ? order by id", tenant))
                    .containsExactly("a", "c", "d");
            assertThat(world.tables.number(
                            "select next_offset from kafka_position where partition = ?", lab.partition()))
                    .isEqualTo(unknown);
        }

        // And when an operator moves the position past it
        world.tables.update(
                "update kafka_position set next_offset = ? where partition = ?", unknown + 1, lab.partition());
        try (RunningLoop loop = RunningLoop.start(world).awaitReady()) {
            awaitLogged(4);
            assertThat(loop.loop.view().held()).isEmpty();
        }
    }

    /** SCHEMA-13: the gateway had the new declaration first. What it took is neither lost nor merged by guessing. */
    @ParameterizedTest
    @CsvSource({"note, 2, schema note:2", "task, 1, schema task:1"})
    void holdsTheLaneUntilItKnowsMore_whenAnOperationIsOfANewerDeclaration(String type, int schema, String held) {
        // Given
        EntityTypes newer = EntityTypesFile.parse("t.yaml", """
                types:
                  note:
                    schema: 2
                    fields: { heading: { type: string, renamed: [{ from: title, in: 2 }] } }
                  task:
                    fields: { heading: { type: string } }
                """);
        Operation ahead = new Operation.Upsert(
                new OperationId(UUID.randomUUID()),
                new EntityKey(type, "b"),
                schema,
                new TreeMap<>(Map.of("heading", Json.of("new"))),
                new Basis.Nothing(),
                new Precondition.None());
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("a", "one"))));
        Topic.send(world, Lab.toRecord(lab.push(ahead, lab.edit("a", "one", "two"))));

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(1);
            await().atMost(RunningLoop.LIMIT)
                    .until(() -> !loop.loop.view().held().isEmpty());
            // Then
            assertThat(loop.loop.view().held()).isEqualTo(new TreeMap<>(Map.of(lab.partition(), held)));
            assertThat(loop.loop.view().isReady()).isFalse();
            assertThat(loop.count("tidemark.merge.poison")).isZero();
        }
        assertThat(logged()).containsExactly("applied");

        // And when a newer instance takes the lane
        try (RunningLoop loop = RunningLoop.start(world, newer).awaitReady()) {
            awaitLogged(3);
            assertThat(loop.loop.view().held()).isEmpty();
        }
        assertThat(logged()).containsExactly("applied", "applied", "applied");
        assertThat(world.tables.rows("select id || ' ' || fields from entity where tenant = ? order by id", tenant))
                .containsExactly(
                        "a {\"title\": \"two\"}",
                        type.equals("note") ? "b {\"title\": \"new\"}" : "b {\"heading\": \"new\"}");
    }

    private List<String> logged() {
        return world.tables.rows(
                "select status || coalesce(' ' || reason, '') from operation_log where tenant = ? order by sequence",
                tenant);
    }

    private ProducerRecord<byte[], byte[]> inLane(String value, String version) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.OPERATIONS.name(),
                lab.partition(),
                lab.push().key().getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
        record.headers().add(OperationsRecord.VERSION_HEADER, version.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private ProducerRecord<byte[], byte[]> withKey(ProducerRecord<byte[], byte[]> record, String key) {
        return new ProducerRecord<>(
                record.topic(),
                lab.partition(),
                null,
                key.getBytes(StandardCharsets.UTF_8),
                record.value(),
                record.headers());
    }

    private void awaitLogged(long operations) {
        await().atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) >= operations);
    }
}
