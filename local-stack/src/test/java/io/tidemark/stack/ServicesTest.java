package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
    @Test
    void startsThemWithTheirSettingsAndAgain_whenOneIsKilled(@TempDir Path folder, @TempDir Path data)
            throws Exception {
        // Given
        List<String> told = new CopyOnWriteArrayList<>();
        LocalStackBuilder builder = LocalStack.builder()
                .home(FakeService.homeIn(folder))
                .dataDirectory(data)
                .gateways(2)
                .listener(event -> told.add(event.message()));
        try (LocalStack stack = builder.start()) {
            assertThat(stack.parts())
                    .extracting(PartStatus::name)
                    .containsExactly("postgresql", "kafka", "merge-service", "sync-gateway", "sync-gateway-2");
            assertThat(stack.gatewayUrls()).hasSize(2).doesNotHaveDuplicates();
            assertThat(settings(stack.gatewayUrls().getLast()))
                    .contains("kafka.bootstrap.servers=" + stack.bootstrapServers())
                    .contains("quarkus.datasource.reactive.url=" + stack.reactiveUrl())
                    .contains(
                            "mp.jwt.verify.publickey.location=" + stack.tokens().publicKeyFile())
                    .contains("TIDEMARK_CURSOR_KEY=");
            assertThat(settings(stack.mergeServiceUrls().getFirst()))
                    .contains("quarkus.datasource.jdbc.url=" + stack.jdbcUrl());

            // When
            stack.kill("merge-service");
            stack.awaitHealthy(Duration.ofMinutes(1));

            // Then
            assertThat(told).contains("merge-service died with exit code 137; starting again");
            assertThat(stack.process("merge-service")).isPresent();
        }
        assertThat(told.subList(told.size() - 2, told.size())).containsExactly("kafka stopped", "postgresql stopped");
    }

    @Test
    void isUnhealthyAsLongAsOneHangs_whenItIsStopped(@TempDir Path folder, @TempDir Path data) throws Exception {
        // Given
        LocalStackBuilder builder = LocalStack.builder()
                .home(FakeService.homeIn(folder))
                .dataDirectory(data)
                .gateways(0);
        try (LocalStack stack = builder.start()) {
            // When
            stack.signal("merge-service", "STOP");
            boolean whileStopped = stack.healthy();
            stack.signal("merge-service", "CONT");

            // Then
            assertThat(whileStopped).isFalse();
            stack.awaitHealthy(Duration.ofMinutes(1));
        }
    }

    private static String settings(URI service) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(service.resolve("/settings")).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
