package io.tidemark.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @Test
    void readsWhatItWrote_whenThePartitionIsTheLast() {
        // Given
        Reply reply = new Reply(Topics.LANES - 1, "aZ09_-".repeat(10) + "abcd");
        // When
        String text = reply.write();
        // Then
        assertThat(text).startsWith("47/aZ09_-");
        assertThat(Reply.parse(text)).contains(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "/",
                "7/",
                "/abc",
                "48/abc",
                "99999/abc",
                "-1/abc",
                "+7/abc",
                "7/a/b",
                "7/a b",
                "7/a\n",
                "x/abc",
                "7/0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void readsNothing_whenItIsNotOfTheForm(String garbage) {
        // Given / When
        var read = Reply.parse(garbage);
        // Then
        assertThat(read).isEmpty();
    }

    @Test
    void refusesARequest_whenItCouldNotBeReadBack() {
        // Given / When / Then
        assertThatThrownBy(() -> new Reply(7, "a/b")).isInstanceOf(IllegalArgumentException.class);
    }
}
