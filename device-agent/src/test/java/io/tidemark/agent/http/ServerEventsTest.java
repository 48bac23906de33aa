package io.tidemark.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.http.ServerEvents.ServerEvent;
import io.tidemark.protocol.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerEventsTest {
    private final AtomicInteger lines = new AtomicInteger();

    private static ServerEvents events(String text) {
        return new ServerEvents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 20_000);
    }

    @Test
    void readsTypeIdAndData_whenThereAreCommentsInBetween() throws IOException {
        // Given
        String text = "x".repeat(9_000);
        ServerEvents events = events("retry: 2000\n\n:\n\nid: c1\nevent: page\ndata: {\"ä\":1}\n\n:\n\ndata:\"" + text
                + "\"\nunknown: field\n\n");

        // When
        ServerEvent first = events.next(lines::incrementAndGet).orElseThrow();
        ServerEvent second = events.next(lines::incrementAndGet).orElseThrow();

        // Then
        assertThat(first.type()).isEqualTo("page");
        assertThat(first.id()).contains("c1");
        assertThat(first.data()).contains(Json.Obj.of(Map.of("ä", Json.of(1))));
        assertThat(second.type()).isEqualTo("message");
        assertThat(second.id()).isEmpty();
        assertThat(second.data()).contains(Json.of(text));
        assertThat(events.next(lines::incrementAndGet)).isEmpty();
        assertThat(lines).hasValue(13);
    }

    @Test
    void isNoEvent_whenTheStreamEndsWithinIt() throws IOException {
        assertThat(events("id: c1\nevent: page\ndata: {\"rows\":[]}").next(lines::incrementAndGet))
                .isEmpty();
        assertThat(events("data: {}\n").next(lines::incrementAndGet)).isEmpty();
    }

    @Test
    void givesUp_whenALineIsTooLong() {
        assertThatThrownBy(() -> events("data: " + "x".repeat(30_000) + "\n\n").next(lines::incrementAndGet))
                .isInstanceOf(BoundedBody.TooLarge.class);
    }
}
