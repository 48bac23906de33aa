package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every path that tries again has a row, with its bound; and every row is of something that is there. */
class RetryRegisterTest {
    private static final Path HOME = Path.of(System.getProperty("tidemark.home"));
    private static final List<String> PAGES =
            List.of("docs/protocol.md", "docs/spec/merge-service.md", "docs/local-stack.md");
    private static final List<String> MODULES =
            List.of("device-agent", "sync-gateway", "merge-service", "local-stack", "device-simulator");

    /** How code waits before it does a thing again. The simulator's tools wait for much else. */
    private static final Pattern WAITS = Pattern.compile(
            "Thread\\.sleep|LockSupport\\.park|\\.(await|poll)\\([^;]*TimeUnit|scheduleWith|PartRun\\.await|\\.retry\\(\\)\\.");

    @Test
    void namesWhatIsThere_whenARowNamesAClass() throws IOException {
        // Given
        Set<String> classes = sources(MODULES).keySet();
        // When
        Set<String> named = named();
        // Then
        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(classes);
    }

    @Test
    void hasARow_whenShippedCodeWaits() throws IOException {
        // Given
        Set<String> waiting = new TreeSet<>();
        sources(MODULES.subList(0, 4)).forEach((name, source) -> {
            if (WAITS.matcher(source).find()) {
                waiting.add(name);
            }
        });
        // When / Then
        assertThat(waiting).hasSizeGreaterThan(5).isSubsetOf(named());
    }

    /** The classes in the last column of the registers. */
    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String page : PAGES) {
            String text = Files.readString(HOME.resolve(page));
            int begin = text.indexOf("What retries, and how often\n");
            assertThat(begin).as(page).isPositive();
            text.substring(begin)
                    .lines()
                    .dropWhile(line -> !line.startsWith("|"))
                    .takeWhile(line -> line.startsWith("|"))
                    .skip(2)
                    .map(row -> row.split("\\|", -1))
                    .forEach(row -> {
                        assertThat(row).as(page + ": " + row[1]).hasSize(6);
                        Matcher name = Pattern.compile("`(\\w+)`").matcher(row[4]);
                        while (name.find()) {
                            named.add(name.group(1));
                        }
                    });
        }
        return named;
    }

    private static Map<String, String> sources(List<String> modules) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : modules) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
