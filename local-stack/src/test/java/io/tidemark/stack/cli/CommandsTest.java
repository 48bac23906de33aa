package io.tidemark.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "token", "declare-restore"})
    void explainsItselfWithExamples_whenAskedForHelp(String command) {
        // When
        Console help = Console.run(command, "--help");

        // Then
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: ./tidemark " + command, "Examples:", "--data");
    }

    @Test
    void tellsWhatIsMissing_whenNothingRuns(@TempDir Path data) {
        // When
        Console status = Console.run("status", "--data", data.toString());
        Console down = Console.run("down", "--data", data.toString());
        Console logs = Console.run("logs", "--data", data.toString());
        Console token = Console.run("token", "--data", data.toString(), "--subject", "a", "--scope", "notes:a");

        // Then
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).contains("Not running", "./tidemark up");
        assertThat(down.exitCode()).isZero();
        assertThat(down.out()).contains("Not running");
        assertThat(logs.exitCode()).isEqualTo(1);
        assertThat(token.exitCode()).isEqualTo(1);
        assertThat(token.err()).contains("No stack is running", "./tidemark up").doesNotContain("\tat ");
        assertThat(token.out()).isEmpty();
    }

    @Test
    void isWrongUsage_whenOptionsAreMissingOrBad() {
        // When
        List<Console> wrong = List.of(
                Console.run("token", "--subject", "alice"),
                Console.run("token", "--subject", "a", "--scope", "s", "--days", "0"),
                Console.run("up", "--gateway-port", "many"),
                Console.run("up", "--gateway-port", "70000"),
                Console.run("declare-restore"),
                Console.run("declare-restore", "--why", " "),
                Console.run("status", "--nonsense"));

        // Then
        assertThat(wrong).allSatisfy(console -> {
            assertThat(console.exitCode()).isEqualTo(2);
            assertThat(console.err()).contains("Usage: ./tidemark");
        });
    }

    @Test
    void namesPortAndWayOut_whenGatewayPortIsTaken(@TempDir Path data) throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            // When
            Console up = Console.run("up", "--data", data.toString(), "--gateway-port", port);

            // Then
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err()).contains("port " + port, "--gateway-port");
        }
    }

    @Test
    void runsUntilDown_whenStartedInTheBackground(@TempDir Path data) {
        // Given
        String folder = data.toString();
        try {
            // When
            Console up = Console.run("up", "--without-services", "--data", folder);
            Console again = Console.run("up", "--without-services", "--data", folder);
            Console status = Console.run("status", "--data", folder);
            Console logs = Console.run("logs", "supervisor", "--data", folder);
            Console declared = Console.run("declare-restore", "--why", "a test", "--data", folder);

            // Then
            assertThat(up.err()).isEmpty();
            assertThat(up.exitCode()).isZero();
            assertThat(up.out()).contains("jdbc:postgresql://127.0.0.1:", "./tidemark down --data " + folder);
            assertThat(again.out()).contains("Already running");
            assertThat(status.exitCode()).isZero();
            assertThat(status.out()).contains("postgresql", "kafka", "healthy").doesNotContain("NOT READY");
            assertThat(logs.out()).contains("kafka is ready");
            assertThat(declared.exitCode()).isEqualTo(1);
            assertThat(declared.err()).contains("The merge service has not made its tables yet");
        } finally {
            Console down = Console.run("down", "--data", folder);
            assertThat(down.exitCode()).isZero();
            assertThat(down.out()).contains("kafka", "postgresql", "Stopped.");
        }
        assertThat(Console.run("status", "--data", folder).exitCode()).isEqualTo(1);
    }
}
