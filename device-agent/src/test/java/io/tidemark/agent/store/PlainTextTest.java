package io.tidemark.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemark.protocol.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is called plain, a reader reads; what it would refuse is never called plain. */
class PlainTextTest {
    private static final int WRAPPING = 5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\":\"milk\"}",
                "{\"a\":[1,true,null,\"ünïcödé\"]}",
                "{\"a\":\"a \\\"quoted\\\" { word\"}",
                "{\"a\":\"ends in a backslash \\\\\"}"
            })
    void isPlain_whenAnyReaderReadsIt(String text) {
        assertThat(PlainText.is(text, WRAPPING)).isTrue();
        assertThatCode(() -> JsonReader.read(wrapped(text))).doesNotThrowAnyException();
    }

    @Test
    void isNotPlain_whenItIsDeeperThanReadersGo() {
        assertThat(PlainText.is("[".repeat(28) + "]".repeat(28), WRAPPING)).isFalse();
    }

    @Test
    void isNotPlain_whenANameIsLongerThanReadersTake() {
        assertThat(PlainText.is("{\"" + "n".repeat(257) + "\":1}", WRAPPING)).isFalse();
        assertThat(PlainText.is("{\"" + "n".repeat(256) + "\":1}", WRAPPING)).isTrue();
    }

    @Test
    void isNotPlain_whenAStringIsLongerThanReadersTake() {
        assertThat(PlainText.is("\"" + "s".repeat(JsonReader.MAX_STRING) + "\"", WRAPPING))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\u0000\"", "\"\uD83C\"", "\"\uD83C\uDF0A\"", "\"\uDF0A\""})
    void isNotPlain_whenACharacterNeedsACloserLook(String text) {
        assertThat(PlainText.is(text, WRAPPING)).isFalse();
    }

    private static String wrapped(String text) {
        return "[".repeat(WRAPPING) + text + "]".repeat(WRAPPING);
    }
}
