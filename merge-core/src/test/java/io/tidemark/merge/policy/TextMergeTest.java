package io.tidemark.merge.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MERGE-15. */
class TextMergeTest {
    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "conflict",
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "'a\nb\nc\n' | 'A\nb\nc\n' | 'a\nb\nC\n' | 'A\nb\nC\n'",
                "'a\nb\nc\n' | 'a\nb\nc\nd\n' | 'z\na\nb\nc\n' | 'z\na\nb\nc\nd\n'",
                "'a\nb\nc\n' | 'a\nc\n' | 'a\nb\nc\nd\n' | 'a\nc\nd\n'",
                "'a\nb\nc\n' | 'a\nX\nc\n' | 'a\nX\nc\n' | 'a\nX\nc\n'",
                "'a\nb\nc\n' | 'a\nX\nc\n' | 'a\nY\nc\n' | conflict",
                "'a\nb\nc\n' | 'a\nc\n' | 'a\nY\nc\n' | conflict",
                "'a\n' | 'a\nours\n' | 'a\ntheirs\n' | conflict",
                "'buy milk and bread' | 'buy oat milk and bread' | 'buy milk and rye bread' | 'buy oat milk and rye bread'",
                "'buy milk' | 'buy oat milk' | 'buy soy milk' | conflict",
                "'buy milk' | 'buy bread' | 'buy milk' | 'buy bread'",
                "'' | 'ours' | 'theirs' | conflict",
                "'' | 'same' | 'same' | 'same'",
                "'a b' | 'a' | 'a b c' | conflict",
                "'one\ntwo' | 'one\ntwo\n' | 'ONE\ntwo' | 'ONE\ntwo\n'",
                "'ü😀 x' | 'ü😀 y' | 'Ü😀 x' | 'Ü😀 y'"
            })
    void mergesOrRefuses_whenBothSidesChanged(String base, String ours, String theirs, String merged) {
        // When
        Optional<String> result = TextMerge.merge(base, ours, theirs);
        Optional<String> mirrored = TextMerge.merge(base, theirs, ours);
        // Then
        assertThat(result).isEqualTo(Optional.ofNullable(merged));
        assertThat(mirrored).isEqualTo(result);
    }

    /** Each line is unique, so what a side added must be in the result, and what it removed must not. */
    @Test
    void keepsEveryChange_whenTheMergeSucceeds() {
        int succeeded = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            // Given
            Random random = new Random(seed);
            List<String> base = lines("b", random.nextInt(8));
            List<String> ours = edited(base, "o", random);
            List<String> theirs = edited(base, "t", random);
            // When
            Optional<String> merged = TextMerge.merge(text(base), text(ours), text(theirs));
            // Then
            if (merged.isPresent()) {
                succeeded++;
                List<String> lines = merged.get().lines().toList();
                assertThat(lines).as("seed %d", seed).doesNotHaveDuplicates();
                assertThat(minus(minus(ours, base), lines))
                        .as("seed %d: ours lost", seed)
                        .isEmpty();
                assertThat(minus(minus(theirs, base), lines))
                        .as("seed %d: theirs lost", seed)
                        .isEmpty();
                assertThat(lines.stream().filter(minus(base, ours)::contains))
                        .as("seed %d: our removal", seed)
                        .isEmpty();
                assertThat(lines.stream().filter(minus(base, theirs)::contains))
                        .as("seed %d: their removal", seed)
                        .isEmpty();
            }
            assertThat(TextMerge.merge(text(base), text(theirs), text(ours))).isEqualTo(merged);
        }
        assertThat(succeeded).isGreaterThan(300);
    }

    @Test
    void refuses_whenTheTextsDifferInMoreThanADiffCanAfford() {
        // Given
        String ours = text(lines("o", 4_000));
        String theirs = text(lines("t", 4_000));
        // When, Then
        assertThat(TextMerge.merge("x\n", ours, theirs)).isEmpty();
    }

    private static List<String> edited(List<String> base, String mark, Random random) {
        List<String> lines = new ArrayList<>(base);
        for (int edits = random.nextInt(3); edits > 0; edits--) {
            if (!lines.isEmpty() && random.nextBoolean()) {
                lines.remove(random.nextInt(lines.size()));
            }
            if (random.nextBoolean()) {
                lines.add(random.nextInt(lines.size() + 1), mark + edits + "x" + random.nextInt(1_000));
            }
        }
        return lines;
    }

    private static List<String> lines(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static List<String> minus(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }
}
