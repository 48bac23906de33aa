package io.tidemark.protocol.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page's tables are the registries. {@code -Dtidemark.docs=write} writes them anew. */
class ProtocolPageTest {
    private static final Path HOME = Path.of(System.getProperty("tidemark.home", ".."));
    private static final Path PAGE = HOME.resolve("docs/protocol.md");

    @Test
    void listsTheRegistries_whenThePageIsRead() throws IOException {
        // Given
        String page = Files.readString(PAGE);
        // When
        String generated = table(table(table(page, "problems", problems()), "reasons", reasons()), "fates", fates());
        if ("write".equals(System.getProperty("tidemark.docs"))) {
            Files.writeString(PAGE, generated);
        }
        // Then
        assertThat(Files.readString(PAGE))
                .as("docs/protocol.md is not what the registries say: run this test with -Dtidemark.docs=write")
                .isEqualTo(generated);
    }

    @Test
    void isReadAsWhatItShows_whenAnExampleIsTaken() throws Exception {
        // Given
        List<Json> examples = new ArrayList<>();
        Matcher blocks = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        while (blocks.find()) {
            examples.add(JsonReader.read(blocks.group(1)));
        }
        SubmissionReader reader = new SubmissionReader(EntityTypesFile.read(HOME.resolve("deploy/entity-types.yaml")));
        // When
        Submission operation = reader.readPush(List.of(examples.get(0))).getFirst();
        // Then
        assertThat(examples).hasSize(1);
        assertThat(operation).isInstanceOf(Submission.Accepted.class);
    }

    private static String table(String page, String name, String rows) {
        String begin = "<!-- " + name + ": generated from the registry, checked by a test -->\n";
        String end = "<!-- /" + name + " -->";
        assertThat(page).contains(begin, end);
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + rows + page.substring(page.indexOf(end));
    }

    private static String problems() {
        return "| slug | status | retry | title |\n|---|---|---|---|\n"
                + Arrays.stream(ProblemType.values())
                        .map(type -> "| `%s` | %d | `%s` | %s |\n"
                                .formatted(
                                        type.slug(), type.status(), type.retry().slug(), type.title()))
                        .collect(Collectors.joining());
    }

    private static String reasons() {
        return "| reason | meaning |\n|---|---|\n"
                + Arrays.stream(Reason.values())
                        .map(reason -> "| `%s` | %s |\n".formatted(reason.slug(), reason.explanation()))
                        .collect(Collectors.joining());
    }

    private static String fates() {
        return "| fate | meaning |\n|---|---|\n"
                + Arrays.stream(FieldFate.Kind.values())
                        .map(kind -> "| `%s` | %s |\n".formatted(kind.slug(), kind.explanation()))
                        .collect(Collectors.joining());
    }
}
