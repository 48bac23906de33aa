package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @Test
    void isTheFolderWithTheLauncher_whenAskedFromFurtherDown(@TempDir Path folder) throws Exception {
        // Given
        Files.createFile(folder.resolve("tidemark"));
        Files.createFile(folder.resolve("pom.xml"));
        Path below = Files.createDirectories(folder.resolve("local-stack/src"));

        // When
        Home home = Home.find(null, below);

        // Then
        assertThat(home.directory()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void isTheConfiguredFolder_whenPropertyIsSet(@TempDir Path folder) {
        // When
        Home home = Home.find(folder.toString(), Path.of("/"));

        // Then
        assertThat(home.directory()).isEqualTo(folder.toAbsolutePath());
    }

    @Test
    void saysWhatToDo_whenNothingIsFoundOrBuilt(@TempDir Path folder) {
        // Given
        Home empty = new Home(folder);

        // When, Then
        assertThatThrownBy(() -> Home.find(null, folder))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("-Dtidemark.home");
        assertThatThrownBy(() -> empty.serviceJar("sync-gateway"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("sync-gateway has not been built")
                .hasMessageContaining("package");
    }
}
