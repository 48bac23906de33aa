package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    /** Of a thousand draws from twenty thousand ports, some two dozen would be doubles. */
    @Test
    void neverDrawsAPortTwice_whenNobodyListensYet() {
        // When
        List<Integer> drawn =
                IntStream.range(0, 1_000).mapToObj(draw -> Ports.free()).toList();
        // Then
        assertThat(drawn).doesNotHaveDuplicates();
    }
}
