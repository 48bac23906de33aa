package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedTest {
    @Test
    void laysOutOneRunnableCopy_whenTwoUnpackAtOnce(@TempDir Path cache) throws Exception {
        // Given
        Path jar = Home.find().postgresJar();

        // When
        List<CompletableFuture<Path>> both = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> Unpacked.postgres(jar, cache)))
                .limit(2)
                .toList();
        Path one = both.getFirst().join();
        Path other = both.getLast().join();

        // Then
        assertThat(one).isEqualTo(other);
        assertThat(one.resolve("bin/postgres")).isExecutable();
        try (Stream<Path> entries = Files.list(cache)) {
            assertThat(entries).containsExactly(one);
        }
        try (Stream<Path> files = Files.walk(one)) {
            assertThat(files.filter(Files::isSymbolicLink)).isNotEmpty().allMatch(Files::exists);
        }
    }
}
