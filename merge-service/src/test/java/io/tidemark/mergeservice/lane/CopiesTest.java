package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What the store says of conflict copies beside their values: when they were made, and how many there are. */
class CopiesTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T10:15:30.001Z");
    private static final Instant LOST = Instant.parse("2026-11-22T10:15:31.120Z");
    private static final Instant JOINED = Instant.parse("2026-11-22T10:15:32.003Z");

    private final World world = World.shared();
    private final String tenant = Lab.aTenant();

    @Test
    void saysWhenItsFirstOperationWasLogged_whenACopyIsMadeAndJoined() {
        // Given
        Lab phone = Lab.member(world, tenant, "notes", "d1");
        Lab laptop = Lab.member(world, tenant, "notes", "d2");
        Topic.send(
                world,
                List.of(
                        at(CREATED, phone.push(phone.creation("a", "one"))),
                        at(LOST, laptop.push(laptop.edit("a", "zero", "mine")))));
        mergeUntilLogged(2);

        // When
        Topic.send(world, at(JOINED, laptop.push(laptop.edit("a", "mine", "mine too"))));
        mergeUntilLogged(3);

        // Then
        assertThat(world.tables.rows("""
                        select fields ->> 'title', version, conflict ->> 'madeAt' from entity
                        where tenant = ? and conflict_of = 'a'
                        """, tenant)).containsExactly("mine too|2|2026-11-22T10:15:31.120Z");
        assertThat(world.tables.rows(
                        "select id from entity where tenant = ? and jsonb_exists(conflict, 'madeAt')", tenant))
                .hasSize(1);
    }

    @Test
    void isTheVerySameCopy_whenTheLogIsMergedAnew() {
        // Given
        Lab phone = Lab.member(world, tenant, "notes", "d1");
        Lab laptop = Lab.member(world, tenant, "notes", "d2");
        List<ProducerRecord<byte[], byte[]>> log = List.of(
                at(CREATED, phone.push(phone.creation("a", "one"))),
                at(LOST, laptop.push(laptop.edit("a", "zero", "mine"))));
        String copies = "select id, fields, conflict from entity where tenant = ? and conflict is not null";
        Topic.send(world, log);
        mergeUntilLogged(2);
        List<String> first = world.tables.rows(copies, tenant);

        // When: the database has forgotten, and the log has not
        for (String table : List.of("entity", "operation_log", "device_mark", "scope")) {
            world.tables.update("delete from " + table + " where tenant = ?", tenant);
        }
        Topic.send(world, log);
        mergeUntilLogged(2);

        // Then
        assertThat(first).singleElement().asString().contains("madeAt");
        assertThat(world.tables.rows(copies, tenant)).isEqualTo(first);
    }

    @Test
    void countsAndKeepsThemAll_whenAnEntityHasTwentyOpenCopies() {
        // Given
        Lab phone = Lab.member(world, tenant, "notes", "d1");
        Lab laptop = Lab.member(world, tenant, "notes", "d2");
        List<Operation> edits = new ArrayList<>();
        for (int i = 1; i <= 19; i++) {
            edits.add(laptop.edit("a", "never shown " + i, "mine " + i));
        }
        Topic.send(world, Lab.toRecord(phone.push(phone.creation("a", "one"), phone.creation("b", "one"))));
        Topic.send(world, Lab.toRecord(laptop.push(edits.toArray(Operation[]::new))));
        mergeUntilLogged(21);
        Topic.send(
                world,
                Lab.toRecord(laptop.push(
                        laptop.edit("a", "never shown 20", "mine 20"), laptop.edit("b", "never shown", "mine"))));

        // When
        RunningLoop loop = mergeUntilLogged(23);

        // Then
        assertThat(loop.registry.get("tidemark.merge.copies.open").summary().count())
                .isEqualTo(2);
        assertThat(loop.registry.get("tidemark.merge.copies.open").summary().max())
                .isEqualTo(20);
        assertThat(loop.count("tidemark.merge.copies.crowded")).isEqualTo(1);
        assertThat(world.tables.number(
                        "select count(*) from entity where tenant = ? and conflict_of = 'a' and not deleted", tenant))
                .isEqualTo(20);
    }

    private static ProducerRecord<byte[], byte[]> at(Instant time, OperationsRecord push) {
        ProducerRecord<byte[], byte[]> record = Lab.toRecord(push);
        return new ProducerRecord<>(
                Topics.OPERATIONS.name(), null, time.toEpochMilli(), record.key(), record.value(), record.headers());
    }

    /** Returns the loop when it has ended: what it counts is complete. */
    private RunningLoop mergeUntilLogged(long operations) {
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(operations);
            return loop.awaitReady();
        }
    }

    private void awaitLogged(long operations) {
        await("operations in the log").atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) >= operations);
    }
}
