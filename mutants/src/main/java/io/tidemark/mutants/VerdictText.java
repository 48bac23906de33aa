package io.tidemark.mutants;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Verdicts for people. */
final class VerdictText {
    private static final int LONGEST_LINE = 100;

    private VerdictText() {}

    static List<String> of(Verdict verdict) {
        Mutant mutant = verdict.mutant();
        String first = String.format(
                Locale.ROOT, "%-9s %-36s %s", verdict.caught() ? "caught" : "SURVIVES", mutant.id(), mutant.bug());
        Stream<String> detail = verdict.caught()
                ? Stream.of(shortened(verdict.detail()))
                : verdict.detail().lines();
        return Stream.concat(
                        Stream.of(first),
                        Stream.concat(Stream.of(mutant.test().toString()), detail)
                                .map(line -> "          " + line))
                .toList();
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }

    static List<String> table(List<Verdict> verdicts) {
        Stream<String> rows = verdicts.stream().map(VerdictText::row);
        return Stream.concat(Stream.of("| mutant | the bug | in | |", "|---|---|---|---|"), rows)
                .toList();
    }

    private static String row(Verdict verdict) {
        Mutant mutant = verdict.mutant();
        String end = verdict.caught() ? "caught by `" + mutant.test() + "`" : "**survives** `" + mutant.test() + "`";
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | `%s` | %s |",
                mutant.id(),
                mutant.bug(),
                mutant.file().getFileName(),
                end);
    }
}
