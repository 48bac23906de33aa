package io.tidemark.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.mutants.Mutant.NamedTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mutant of the list is caught by the test that it names, and one that is not fails the command. */
class MutantsTest {
    private static final int AT_LEAST = 15;
    private static final Path HOME = Path.of(System.getProperty("tidemark.home", ".."));
    private static final Path DELETES = Path.of("merge-core/src/main/java/io/tidemark/merge/Merge.java");
    private static final NamedTest OF_DELETES =
            NamedTest.parse("io.tidemark.merge.MergeTest#keepsTheRow_whenTheDeleteHadNotSeenAValue");
    private static final NamedTest OF_CREATIONS =
            NamedTest.parse("io.tidemark.merge.MergeTest#makesTheRow_whenTheAuthorSawNothing");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void everyMutantIsCaught_byTheTestThatItNames() throws IOException {
        // Given
        List<Mutant> mutants = MutantList.read();
        Path report = folder.resolve("report.md");
        // When
        int status = run(mutants, "--report", report.toString());
        // Then
        assertThat(out.toString()).doesNotContain("SURVIVES").contains("PASSED");
        assertThat(status).isZero();
        assertThat(mutants).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        assertThat(Files.readAllLines(report))
                .filteredOn(line -> line.contains("caught by"))
                .hasSameSizeAs(mutants);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "return unseen.isEmpty(), return unseen.isEmpty(),     it survives its test",
                "return unseen.isEmpty(), return unsehen.isEmpty(),    does not compile",
                "return unseen.isEmpt(),  return true,                 stands nowhere",
                "unseen,                  seen,                        stands more than once"
            })
    void failsAndSaysWhy_whenAMutantIsNotCaught(String text, String instead, String why) {
        // Given
        List<Mutant> mutants = List.of(new Mutant("deletes", "of deletes", DELETES, text, instead, OF_DELETES));
        // When
        int status = run(mutants);
        // Then
        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("SURVIVES", why, "FAILED: 0 of 1");
    }

    @Test
    void failsAndSaysWhy_whenAnotherTestThanTheNamedOneWouldCatchIt() {
        // Given
        Mutant deletes = new Mutant(
                "deletes", "of deletes", DELETES, "return unseen.isEmpty()", "return unseen.size() >= 0", OF_DELETES);
        Mutant misnamed = new Mutant("misnamed", deletes.bug(), DELETES, deletes.from(), deletes.to(), OF_CREATIONS);
        // When
        int status = run(List.of(deletes, misnamed));
        // Then
        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("caught    deletes", "SURVIVES  misnamed", "FAILED: 1 of 2");
    }

    @Test
    void runsNothing_whenThereIsNoSuchMutant() {
        // Given / When
        int status = run(MutantList.read(), "--only", "no-such-bug");
        // Then
        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).contains("there is no such mutant").doesNotContain("caught  ");
    }

    private int run(List<Mutant> mutants, String... options) {
        PrintWriter writer = new PrintWriter(out, true);
        String[] words = new String[options.length + 1];
        words[0] = "mutants";
        System.arraycopy(options, 0, words, 1, options.length);
        return Main.commands(mutants, HOME).setOut(writer).setErr(writer).execute(words);
    }
}
