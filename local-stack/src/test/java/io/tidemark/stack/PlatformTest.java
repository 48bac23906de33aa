package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    void runsDatabaseUnderAnotherUser_whenRootHasNoUserNamespaces() throws Exception {
        // Given
        assumeTrue("root".equals(System.getProperty("user.name")), "only root needs another user");
        Path data = Files.createTempDirectory(Path.of("target"), "without-namespaces-");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        // When
        try (LocalStack stack = LocalStack.builder()
                .withoutServices()
                .dataDirectory(data)
                .platform(Platform.current().withoutUserNamespaces())
                .start()) {
            // Then
            assertThat(Files.getAttribute(data.resolve("postgresql"), "unix:uid"))
                    .isEqualTo(65534);
            assertThat(stack.healthy()).isTrue();
        } finally {
            Directories.delete(data);
        }
    }
}
