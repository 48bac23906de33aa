package io.tidemark.system.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.system.SharedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of the protocol's page, against the real gateway and the real merge. */
class ProtocolExamplesTest {
    private static final Path PAGE = Path.of(System.getProperty("tidemark.home"), "docs/protocol.md");

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    @Test
    void answersAsThePageSays_whenItsExamplesAreSent() throws Exception {
        // Given
        List<Example> examples = Example.of(Files.readAllLines(PAGE));
        // When
        Optional<String> deviation = run(examples);
        // Then
        assertThat(deviation).isEmpty();
    }

    private static Optional<String> run(List<Example> examples) throws Exception {
        return new PageRun(STACK.get(), "page-" + UUID.randomUUID()).deviation(examples);
    }
}
