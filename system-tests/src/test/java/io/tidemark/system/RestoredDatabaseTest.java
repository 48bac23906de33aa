package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.PartStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G12, MS-13, for real: a copy of PostgreSQL's files, taken while it stands, and put back after more work. */
class RestoredDatabaseTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String TENANT = "demo";
    private static final String SCOPE = "notes:alice";
    private static final String OTHER_SCOPE = "notes:team";

    @Test
    void bringsBackAllThatWasLostInANewEpoch_whenAnOlderCopyOfTheFilesIsPutBack(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path backup = folder.resolve("backup");
        List<byte[]> pushes = new ArrayList<>();
        List<Status> decided = new ArrayList<>();
        Map<String, String> rows;
        String cursor;
        String epoch;

        // Given: work, and a backup
        try (LocalStack stack = start(data, 1)) {
            stack.grant(TENANT, SCOPE, "alice");
            stack.grant(TENANT, OTHER_SCOPE, "alice");
            PlainClient phone = client(stack, SCOPE, "phone");
            decided.addAll(send(stack, phone, pushes, creations("before", 20)));
            send(stack, client(stack, OTHER_SCOPE, "phone"), new ArrayList<>(), creations("untouched", 3));
            epoch = epochs(stack).getFirst();
        }
        copy(data.resolve("postgresql"), backup);

        // Given: more work, which readers have seen
        try (LocalStack stack = start(data, 1)) {
            PlainClient phone = client(stack, SCOPE, "phone");
            PlainClient laptop = client(stack, SCOPE, "laptop");
            List<Json> more = new ArrayList<>();
            more.add(PlainClient.edit("before-1", "before 1", "phone's", new Link(21, 20)));
            more.add(PlainClient.deletion("before-2", "before 2", new Link(22, 21)));
            more.add(PlainClient.creation("after", "new", 23, 22));
            decided.addAll(send(stack, phone, pushes, more));
            decided.addAll(send(
                    stack,
                    laptop,
                    pushes,
                    List.of(PlainClient.edit("before-1", "before 1", "laptop's", new Link(1, 0)))));
            rows = rows(stack, phone);
            cursor = phone.cursor(stack.gatewayUrl());
            assertThat(decided).contains(Status.APPLIED, Status.CONFLICT);
            assertThat(rows).as("with a conflict copy").hasSize(22);
        }

        // When
        delete(data.resolve("postgresql"));
        copy(backup, data.resolve("postgresql"));
        try (LocalStack stack = start(data, 2)) {
            PlainClient phone = client(stack, SCOPE, "phone");
            await("what was lost is merged again").atMost(LONG).until(() -> rows(stack, phone)
                    .equals(rows));

            // Then: one new epoch, and no cursor of the former one goes on
            assertThat(epochs(stack)).hasSize(2).startsWith(epoch);
            HttpResponse<byte[]> answer = phone.changes(stack.gatewayUrl(), cursor);
            assertThat(answer.statusCode()).isEqualTo(410);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("cursor-of-another-epoch");
            assertThat(rows(stack, client(stack, OTHER_SCOPE, "phone"))).hasSize(3);

            // Then: who sends it all again is told the same
            List<Status> again = new ArrayList<>();
            for (byte[] push : pushes) {
                again.addAll(statuses(phone.send(phone.push(stack.gatewayUrl(), push))));
            }
            assertThat(again).isEqualTo(decided);

            // When: the services start anew
            stack.parts().stream()
                    .map(PartStatus::name)
                    .filter(name -> name.startsWith("merge-service"))
                    .forEach(stack::kill);
            stack.awaitHealthy(LONG);
            send(stack, phone, pushes, List.of(PlainClient.creation("last", "x", 24, 23)));

            // Then
            assertThat(epochs(stack)).as("it is declared once").hasSize(2);
            assertThat(PublishedPositions.read(stack.bootstrapServers()))
                    .isNotEmpty()
                    .allSatisfy((position, meanings) -> assertThat(meanings).hasSize(1));
        }
    }

    private static LocalStack start(Path data, int mergeServices) {
        return LocalStack.builder()
                .dataDirectory(data)
                .mergeServices(mergeServices)
                .start();
    }

    private static PlainClient client(LocalStack stack, String scope, String device) {
        return new PlainClient(stack.tokens().issue(TENANT, "alice", Duration.ofHours(1)), scope, device);
    }

    private static List<Json> creations(String name, int number) {
        List<Json> creations = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            creations.add(PlainClient.creation(name + "-" + i, name + " " + i, i, i - 1));
        }
        return creations;
    }

    private static List<Status> send(LocalStack stack, PlainClient client, List<byte[]> pushes, List<Json> operations)
            throws Exception {
        byte[] body = client.body(operations);
        pushes.add(body);
        return statuses(client.send(client.push(stack.gatewayUrl(), body)));
    }

    private static List<Status> statuses(PushAnswer answer) {
        return answer.results().stream()
                .map(result -> ((Verdict.Final) result.verdict()).outcome().status())
                .toList();
    }

    /** By entity, without their positions: those depend on where batches were cut. */
    private static Map<String, String> rows(LocalStack stack, PlainClient client) throws Exception {
        Map<String, String> rows = new TreeMap<>();
        for (CanonicalRow row : client.rows(stack.gatewayUrl())) {
            String said =
                    switch (row) {
                        case CanonicalRow.Live live -> live.version() + " " + live.fields() + " " + live.conflict();
                        case CanonicalRow.Tombstone tombstone -> tombstone.version() + " deleted";
                    };
            rows.put(row.entity().id(), said);
        }
        return rows;
    }

    private static List<String> epochs(LocalStack stack) throws Exception {
        return new Sql(stack).rows("select id from epoch order by number");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file).toString()),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            LinkOption.NOFOLLOW_LINKS);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
