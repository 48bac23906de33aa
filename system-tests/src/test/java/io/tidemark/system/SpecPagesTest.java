package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule is worth what enforces it: the tests that the pages of docs/spec name are there. */
class SpecPagesTest {
    private static final Path HOME = Path.of(System.getProperty("tidemark.home"));

    /** A class, and perhaps a method: whole, or its beginning and an ellipsis. */
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+)(…?))?`");

    private static final Pattern EDGE = Pattern.compile("\\| (IDEM-\\d+) \\|.*\\| ([^|]*) \\|");

    @Test
    void nameTestsThatExist_whenTheyNameTests() throws IOException {
        // Given
        Map<String, String> tests = tests();
        try (Stream<Path> pages = Files.list(HOME.resolve("docs/spec"))) {
            for (Path page : pages.toList()) {
                // When
                List<String> missing = missing(Files.readString(page), tests);
                // Then
                assertThat(missing).as(page.getFileName().toString()).isEmpty();
            }
        }
    }

    @Test
    void nameATestForEachEdge_whenTheContractIsRead() throws IOException {
        // Given
        List<String> edges = new ArrayList<>();
        // When
        for (String line : Files.readAllLines(HOME.resolve("docs/spec/idempotency.md"))) {
            Matcher row = EDGE.matcher(line);
            if (row.matches()) {
                edges.add(row.group(1));
                assertThat(TEST.matcher(row.group(2)).find()).as(row.group(1)).isTrue();
            }
        }
        // Then
        assertThat(edges).hasSizeGreaterThanOrEqualTo(13).doesNotHaveDuplicates();
        assertThat(edges.getLast()).isEqualTo("IDEM-" + edges.size());
    }

    @ParameterizedTest
    @CsvSource({
        "`SpecPagesTest`, 0",
        "`SpecPagesTest.nameTestsThatExist…`, 0",
        "`SpecPagesTest.nameTestsThatExist`, 1",
        "`SpecPagesTest.nameTestsThatDoNot…`, 1",
        "`NobodyTest`, 1"
    })
    void isSeen_whenAPageNamesATestThatIsNotThere(String page, int missing) throws IOException {
        // When / Then
        assertThat(missing(page, tests())).hasSize(missing);
    }

    private static List<String> missing(String page, Map<String, String> tests) {
        List<String> missing = new ArrayList<>();
        Matcher named = TEST.matcher(page);
        while (named.find()) {
            String source = tests.getOrDefault(named.group(1), "");
            String method = named.group(2);
            boolean there = method == null
                    ? !source.isEmpty()
                    : source.contains(" void " + method + (named.group(3).isEmpty() ? "(" : ""));
            if (!there) {
                missing.add(named.group());
            }
        }
        return missing;
    }

    /** Name to source; of two of one name, both. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        try (Stream<Path> modules = Files.list(HOME)) {
            for (Path sources : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                            .toList()) {
                        tests.merge(
                                file.getFileName().toString().replace(".java", ""),
                                Files.readString(file),
                                String::concat);
                    }
                }
            }
        }
        return tests;
    }
}
