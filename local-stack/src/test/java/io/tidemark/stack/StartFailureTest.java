package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailureTest {
    @Test
    void namesPartAndPort_whenPortIsTaken(@TempDir Path data) throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            LocalStackBuilder builder =
                    LocalStack.builder().withoutServices().dataDirectory(data).kafkaPort(taken.getLocalPort());

            // When, Then
            assertThatThrownBy(builder::start)
                    .isInstanceOf(StackException.class)
                    .hasMessageStartingWith("kafka did not start: port " + taken.getLocalPort() + " is taken");
        }
        assertThat(data.resolve("pids")).isEmptyDirectory();
    }

    @Test
    void showsExitCodeAndLog_whenProcessEndsAtOnce(@TempDir Path data) throws Exception {
        // Given
        Path folder = Files.createDirectories(data.resolve("postgresql"));
        Files.writeString(folder.resolve("PG_VERSION"), "9.6\n");
        LocalStackBuilder builder = LocalStack.builder().withoutServices().dataDirectory(data);

        // When, Then
        assertThatThrownBy(builder::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("postgresql did not start: the process ended with exit code")
                .hasMessageContaining("Last lines of")
                .hasMessageContaining("postgresql.conf");
    }

    @Test
    void refuses_whenAnotherStackHoldsTheFolder(@TempDir Path data) throws Exception {
        // Given
        try (DataFolder held = DataFolder.open(data)) {
            LocalStackBuilder builder = LocalStack.builder().withoutServices().dataDirectory(held.path());

            // When, Then
            assertThatThrownBy(builder::start).isInstanceOf(FolderInUseException.class);
        }
    }

    @Test
    void startsDatabase_whenItsLockNamesSomeOtherProcess(@TempDir Path data) throws Exception {
        // Given
        LocalStack.builder().withoutServices().dataDirectory(data).start().close();
        Process other = new ProcessBuilder("sleep", "120").start();
        Path folder = data.resolve("postgresql");
        Files.writeString(folder.resolve("postmaster.pid"), other.pid() + "\n" + folder + "\n1\n5432\n\n127.0.0.1\n");

        // When
        try (LocalStack again =
                LocalStack.builder().withoutServices().dataDirectory(data).start()) {
            // Then
            assertThat(again.healthy()).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }
}
