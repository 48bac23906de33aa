package io.tidemark.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.gateway.enqueue.OperationsLane;
import io.tidemark.gateway.request.Prefer;
import io.tidemark.gateway.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongestWaitTest {
    /** Clients choose their time-outs by that page. */
    @Test
    void isWhatTheProtocolSays_whenEveryStepTakesItsWholeTime() throws Exception {
        // Given
        Duration push =
                Store.LIMIT.plus(OperationsLane.APPEND_LIMIT).plus(Prefer.MOST).plus(Store.LIMIT);
        Duration entity = push.plus(Store.LIMIT);
        // When
        String page = Files.readString(Path.of(System.getProperty("tidemark.home"), "docs/protocol.md"));
        // Then
        assertThat(page)
                .contains("| " + push.toSeconds() + " s after the body's last byte ("
                        + push.minus(Prefer.MOST).toSeconds() + " s beside the `wait`); " + entity.toSeconds()
                        + " s for");
    }
}
