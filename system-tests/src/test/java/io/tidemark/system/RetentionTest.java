package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.PartStatus;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MS-16 and MS-17 as a device meets them that was away for longer than anything is kept. Time passes in the tables. */
class RetentionTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SCOPE = "notes:away";

    @RegisterExtension
    static final SharedStack SHARED = new SharedStack();

    @Test
    void isToldToStartAnewAndKeepsItsQueue_whenADeviceWasAwayForTooLong() throws Exception {
        // Given: a reader who has not heard of a deletion, and operations that were decided long ago
        LocalStack stack = SHARED.get();
        stack.grant("demo", SCOPE, "alice");
        Sql sql = new Sql(stack);
        URI gateway = stack.gatewayUrl();
        PlainClient phone = new PlainClient(stack.tokens().issue("demo", "alice", Duration.ofHours(1)), SCOPE, "phone");
        byte[] first = phone.body(List.of(PlainClient.creation("a", "one", 1, 0)));
        phone.send(phone.push(gateway, first));
        String cursor = phone.cursor(gateway);
        phone.send(phone.push(
                gateway,
                phone.body(List.of(
                        PlainClient.deletion("a", "one", new Link(2, 1)), PlainClient.creation("b", "two", 3, 2)))));
        assertThat(phone.changes(gateway, cursor).statusCode()).isEqualTo(200);

        // When
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(91);
        cutOff(sql, day);
        sql.run("update operation_log set decided_at = '%s'::date - 1 where scope = '%s'".formatted(day, SCOPE));
        sql.run("update entity set deleted_at = now() - interval '121 days' where scope = '%s' and deleted"
                .formatted(SCOPE));
        stack.parts().stream()
                .map(PartStatus::name)
                .filter(name -> name.startsWith("merge-service"))
                .forEach(stack::kill);
        stack.awaitHealthy(LONG);
        await("tombstones and log are gone")
                .atMost(LONG)
                .until(() -> sql.rows("select id from entity where deleted and scope = '%s'".formatted(SCOPE))
                                .isEmpty()
                        && sql.rows("select operation_id from operation_log where scope = '%s'".formatted(SCOPE))
                                .isEmpty());

        // Then: the reader starts anew
        HttpResponse<byte[]> answer = phone.changes(gateway, cursor);
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("cursor-expired");
        assertThat(phone.rows(gateway))
                .extracting(CanonicalRow::entity)
                .extracting(entity -> entity.id())
                .containsExactly("b");

        // Then: what was decided is expired, and what was not goes its way
        assertThat(outcome(phone.send(phone.push(gateway, first)))).isEqualTo(Outcome.rejected(Reason.EXPIRED));
        PushAnswer next = phone.send(
                phone.push(gateway, phone.body(List.of(PlainClient.edit("b", "two", "three", new Link(4, 3))))));
        assertThat(outcome(next).status()).isEqualTo(Status.APPLIED);
    }

    private static Outcome outcome(PushAnswer answer) {
        return ((Verdict.Final) answer.results().getFirst().verdict()).outcome();
    }

    /** The first partition begins with time: what is older than the day becomes one of its own. */
    private static void cutOff(Sql sql, LocalDate day) throws Exception {
        String whole = sql.rows("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'operation_log'::regclass and c.relname <> 'operation_log_rest'
                        order by 1
                        """).getFirst();
        String end = whole.substring(whole.lastIndexOf('_') + 1);
        sql.run("""
                alter table operation_log detach partition %1$s;
                create table operation_log_until_%2$s partition of operation_log
                    for values from (minvalue) to ('%3$s 00:00:00+00');
                alter table operation_log attach partition %1$s
                    for values from ('%3$s 00:00:00+00') to ('%4$s 00:00:00+00')
                """.formatted(whole, DateTimeFormatter.BASIC_ISO_DATE.format(day), day, end));
    }
}
