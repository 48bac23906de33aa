package io.tidemark.mergeservice.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** MS-17. */
class OldLogTest extends RetentionTest {
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @Test
    void remembersByTheMarkAlone_whenThePartitionOfTheirOperationsIsDropped() throws Exception {
        // Given
        OperationsRecord old = lab.push(lab.creation("a", "one"), lab.edit("a", "one", "two"));
        Topic.send(world, Lab.toRecord(old));
        mergeUntil(2);
        Operation young = lab.edit("a", "two", "three");
        merge(3, young);
        LogPartition partition = partitionUntil(today.minusDays(91));
        dateBack(old.submissions().size(), today.minusDays(100));

        // When
        RetentionRun run = run();

        // Then
        assertThat(run.partitions()).isEqualTo(1);
        assertThat(partitions()).doesNotContain(partition.table());
        assertThat(marks()).containsExactly("3|2");
        assertThat(world.tables.logged(tenant)).isEqualTo(1);

        // When: the device comes back and sends all of it again, and what it has written since
        Topic.send(world, Lab.toRecord(old));
        merge(2, lab.edit("a", "three", "four"));

        // Then
        List<Verdict> verdicts = verdicts();
        assertThat(verdicts.subList(3, 5)).containsOnly(new Verdict.Final(Outcome.rejected(Reason.EXPIRED), true));
        assertThat(world.tables.rows("select fields ->> 'title', version from entity where tenant = ?", tenant))
                .containsExactly("four|4");
    }

    @Test
    void staysWhole_whenItsLastLinesAreNotOldEnough() throws Exception {
        // Given
        LogPartition partition = partitionUntil(today.minusDays(89));

        // When
        RetentionRun run = run();

        // Then
        assertThat(run.partitions()).isZero();
        assertThat(partitions()).contains(partition.table());
        assertThat(job.figures().oldestPartition()).contains(partition.end());
    }

    @Test
    void goesOnWhereItStopped_whenTheTimeOfARunIsOver() throws Exception {
        // Given
        LogPartition partition = partitionUntil(today.minusDays(92));
        world.tables.update("""
                insert into operation_log (tenant, scope, operation_id, fingerprint, subject, device, sequence, status,
                                           decided_at)
                select ?, 'notes', gen_random_uuid(), 'x', 'alice', 'd' || i % 4, i, 'applied', now() - interval '120 days'
                from generate_series(1, 5000) i
                """, tenant);
        world.tables.update("""
                insert into device_mark select ?, 'notes', 'alice', 'd' || i, 5000 from generate_series(0, 3) i
                """, tenant);
        AtomicInteger asked = new AtomicInteger();

        // When
        RetentionRun first = job.run(() -> asked.incrementAndGet() > 2).orElseThrow();

        // Then
        assertThat(first.complete()).isFalse();
        assertThat(partitions()).contains(partition.table());
        assertThat(world.tables.rows("select dropping, tenant from retention"))
                .containsExactly(partition.table() + "|" + tenant);

        // When
        RetentionRun second = run();

        // Then
        assertThat(second.partitions()).isEqualTo(1);
        assertThat(world.tables.rows("select device, log_floor from device_mark where tenant = ? order by 1", tenant))
                .containsExactly("d0|5000", "d1|4997", "d2|4998", "d3|4999");
    }

    @Test
    void mergesAndForgetsLineByLine_whenNoPartitionIsThere() throws Exception {
        // Given
        List<String> ranges = world.tables.rows("""
                select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i
                join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'operation_log'::regclass and c.relname <> 'operation_log_rest'
                """);
        ranges.forEach(range -> world.tables.update("alter table operation_log detach partition " + table(range)));
        try {
            // When
            merge(1, lab.creation("a", "one"));

            // Then
            assertThat(world.tables.number("select count(*) from operation_log_rest where tenant = ?", tenant))
                    .isEqualTo(1);
            assertThat(job.figures().strays()).isTrue();

            // When
            world.tables.update(
                    "update operation_log set decided_at = now() - interval '91 days' where tenant = ?", tenant);
            RetentionRun run = run();

            // Then
            assertThat(run.lines()).isEqualTo(1);
            assertThat(marks()).containsExactly("1|1");
            assertThat(partitions())
                    .as("one from tomorrow on")
                    .anyMatch(table -> table.equals(new LogPartition(today.plusDays(1 + LogPartition.DAYS)).table()));
        } finally {
            partitions().stream()
                    .filter(table -> LogPartition.of(table).isPresent())
                    .forEach(table -> world.tables.update("drop table " + table));
            ranges.forEach(range ->
                    world.tables.update("alter table operation_log attach partition " + range.replace("|", " ")));
        }
    }

    @Test
    void isMadeAhead_whenTheJobRuns() throws Exception {
        // When
        run();

        // Then
        LogPartition last = partitions().stream()
                .flatMap(table -> LogPartition.of(table).stream())
                .max(LogPartition::compareTo)
                .orElseThrow();
        assertThat(last.until()).isAfter(today.plusDays(LogPartition.DAYS));
        assertThat(run().complete()).as("and not once more").isTrue();
    }

    private static String table(String range) {
        return range.substring(0, range.indexOf('|'));
    }

    /** Cut off from the one that the day before belongs to. */
    private LogPartition partitionUntil(LocalDate day) {
        LogPartition made = new LogPartition(day);
        NavigableSet<LogPartition> there = new TreeSet<>();
        partitions().forEach(table -> LogPartition.of(table).ifPresent(there::add));
        if (!there.contains(made)) {
            LogPartition whole = there.tailSet(made, true).first();
            String from = there.headSet(made, false).isEmpty()
                    ? "minvalue"
                    : midnight(there.headSet(made, false).last());
            world.tables.update("alter table operation_log detach partition " + whole.table());
            world.tables.update("create table " + made.table() + " partition of operation_log for values from (" + from
                    + ") to (" + midnight(made) + ")");
            world.tables.update("alter table operation_log attach partition " + whole.table() + " for values from ("
                    + midnight(made) + ") to (" + midnight(whole) + ")");
        }
        return made;
    }

    private static String midnight(LogPartition end) {
        return "'" + end.until() + " 00:00:00+00'";
    }

    private void dateBack(int sequence, LocalDate day) {
        world.tables.update(
                "update operation_log set decided_at = ?::date where tenant = ? and sequence <= ?",
                day.toString(),
                tenant,
                sequence);
    }

    private List<String> partitions() {
        return world.tables.rows(RetentionSql.PARTITIONS);
    }

    private List<String> marks() {
        return world.tables.rows("select sequence, log_floor from device_mark where tenant = ?", tenant);
    }

    private List<Verdict> verdicts() throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                Topic.read(world, Topics.OUTCOMES.name(), Lab.REPLY, this::isOurs)) {
            OutcomesRecord.read(JsonReader.read(record.value()))
                    .results()
                    .forEach(each -> verdicts.add(each.verdict()));
        }
        return verdicts;
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8).startsWith(tenant);
    }
}
