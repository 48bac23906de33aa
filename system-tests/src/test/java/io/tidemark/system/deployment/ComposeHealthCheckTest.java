package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The health check of the compose file is a line of bash, for the images have no HTTP client: run it. */
class ComposeHealthCheckTest {
    private static final int LIMIT_SECONDS = 20;

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1", "404, 1"})
    void tellsReadyFromNotReady_whenTheServiceAnswers(int answer, int status) throws Exception {
        // Given
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        try {
            // When
            int found = check(server.getAddress().getPort());

            // Then
            assertThat(found).isEqualTo(status);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void isNotReady_whenNobodyListens() throws Exception {
        // Given
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        // When
        int found = check(port);

        // Then
        assertThat(found).isEqualTo(1);
    }

    @Test
    void isNotReady_whenTheServiceHangs() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given: connections that nobody accepts

            // When
            int found = check(hanging.getLocalPort());

            // Then
            assertThat(found).isEqualTo(1);
        }
    }

    private static int check(int port) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        List<String> test = new ArrayList<>(ComposeFile.of(Tree.ofRepository())
                .container("sync-gateway")
                .yaml()
                .at("healthcheck", "test")
                .texts());
        assertThat(test.removeFirst()).isEqualTo("CMD");
        // Compose writes a dollar as two.
        test.replaceAll(word -> word.replace("$$", "$").replace("/8080", "/" + port));
        Process process = new ProcessBuilder(test)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
