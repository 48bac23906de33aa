package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests that break things need of a stack. */
class BreakingTest {
    private static final Duration RECOVERY = Duration.ofMinutes(1);

    @Test
    void goesOn_whenAPartIsKilledMoreOftenThanPatienceLasts_andStandsStillWhileItIsDown(
            @TempDir Path folder, @TempDir Path data) throws Exception {
        // Given
        List<PartEvent.Kind> told = new CopyOnWriteArrayList<>();
        List<String> links = new ArrayList<>();
        LocalStackBuilder builder = LocalStack.builder()
                .home(FakeService.homeIn(folder))
                .dataDirectory(data)
                .gateways(0)
                .links((from, to, port) -> {
                    links.add(from + " to " + to);
                    return to.equals("kafka") ? 54_321 : port;
                })
                .listener(event -> told.add(event.kind()));
        try (LocalStack stack = builder.start()) {
            // When
            for (int kill = 0; kill <= Patience.LIMIT; kill++) {
                stack.kill("merge-service");
                stack.awaitHealthy(RECOVERY);
            }
            // Then
            assertThat(told).doesNotContain(PartEvent.Kind.GAVE_UP);

            // When
            List<Boolean> aliveMeanwhile = new ArrayList<>();
            stack.whileDown(
                    "merge-service",
                    () -> aliveMeanwhile.add(stack.process("merge-service").isPresent()));
            // Then
            assertThat(aliveMeanwhile).containsExactly(false);
            stack.awaitHealthy(RECOVERY);

            // Then: the service was sent to Kafka by the way that stands in between, and the stack's own clients were
            // not
            assertThat(links).containsExactly("merge-service to postgresql", "merge-service to kafka");
            assertThat(settings(stack)).contains("kafka.bootstrap.servers=127.0.0.1:54321");
            assertThat(stack.bootstrapServers()).doesNotEndWith(":54321");
        }
    }

    private static String settings(LocalStack stack) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            stack.mergeServiceUrls().getFirst().resolve("/settings"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
