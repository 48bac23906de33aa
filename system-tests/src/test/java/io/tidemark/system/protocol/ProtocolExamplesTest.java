package io.tidemark.system.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.system.SharedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the protocol's page, against the real gateway and the real merge. */
class ProtocolExamplesTest {
    private static final Path PAGE = Path.of(System.getProperty("tidemark.home"), "docs/protocol.md");

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private static LiveServer server;
    private static Optional<String> deviation;

    @BeforeAll
    static void sendsTheExamplesOnce() throws Exception {
        server = new LiveServer(STACK.get());
        deviation = PageRun.deviation(Example.of(Files.readAllLines(PAGE)), server);
    }

    @Test
    void answersAsThePageSays_whenItsExamplesAreSent() {
        // When / Then
        assertThat(deviation).isEmpty();
    }

    /** The page is doctored in one place, and held against what the services really answered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 202 Accepted | HTTP/1.1 200 OK | the status is 202",
                "'\"position\": 2 } ] }' | '\"position\": 3 } ] }' | /results/1/position is 2",
                "', \"replayed\": true } ] }' | ' } ] }' | replayed is not on the page",
                "'\"status\": \"device-forked\"' | '\"status\": \"device-forked\", \"hint\": 1' | hint is missing",
                "'\"status\": \"merged\"' | '\"status\": \"applied\"' | /results/2/status is \"merged\"",
                "'c2Vjb25k\", \"checkpoint\": true' | 'Zmlyc3Q\", \"checkpoint\": true' | /cursor is",
                "'HTTP/1.1 200 OK\n\n{ \"epoch\": \"6f0ec1a2-3b4d-4e5f-8a9b-0c1d2e3f4a5b\", \"next\"' | 'HTTP/1.1 200 OK\nETag: \"1\"\n\n{ \"epoch\": \"6f0ec1a2-3b4d-4e5f-8a9b-0c1d2e3f4a5b\", \"next\"' | ETag is absent",
                "'2026-11-22T10:15:30.120Z' | '22 November' | /madeAt is",
                "'4e5f-8a9b-0c1d2e3f4a5b\", \"results\": [\n  { \"operationId\": \"0199d3a5-6c1e-7cc3-98c4-dc0c0c073908' | '4e5f-8a9b-0c1d2e3f4a5c\", \"results\": [\n  { \"operationId\": \"0199d3a5-6c1e-7cc3-98c4-dc0c0c073908' | /epoch is"
            })
    void saysWhatIsWrong_whenThePageIsDoctored(String sound, String wrong, String said) throws Exception {
        // Given
        String page = Files.readString(PAGE);
        String from = sound.replace("\\n", "\n");
        assertThat(page).contains(from);
        int at = page.indexOf(from);
        String doctored = page.substring(0, at) + wrong.replace("\\n", "\n") + page.substring(at + from.length());
        // When
        Optional<String> seen = PageRun.deviation(Example.of(doctored.lines().toList()), server.recording());
        // Then
        assertThat(seen.orElse("nothing")).contains(said);
    }

    @Test
    void showsEveryAddressAnswerAndParameter_whenTheDescriptionNamesIt() throws Exception {
        // Given
        List<Example> examples = Example.of(Files.readAllLines(PAGE));
        // When
        Set<String> shown = Described.shownBy(examples);
        // Then
        assertThat(shown).containsAll(Described.named());
    }

    @Test
    void showsEveryStatusOfAnOperation_whenTheProtocolNamesIt() throws Exception {
        // Given
        String answers = Example.of(Files.readAllLines(PAGE)).stream()
                .flatMap(example -> example.answer().body().stream())
                .collect(Collectors.joining());
        // When / Then
        assertThat(Described.statuses()).isNotEmpty().allSatisfy(status -> assertThat(answers)
                .contains("\"status\": \"" + status + "\""));
    }
}
