package io.tidemark.laws.cli;

import io.tidemark.laws.history.Fault;
import io.tidemark.laws.history.Resolution;
import io.tidemark.laws.run.Ending;
import io.tidemark.laws.run.Tally;
import io.tidemark.laws.run.TransactionEnd;
import io.tidemark.protocol.outcome.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A tally for people. */
final class LawsText {
    private static final double PERCENT = 100.0;

    private LawsText() {}

    static List<String> of(Tally tally) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%,d histories: %,d operations of %,d devices.",
                tally.histories(), tally.operations(), tally.devices()));
        lines.add("Transactions: "
                + Arrays.stream(TransactionEnd.values())
                        .map(end -> format("%,d %s", tally.transactions().getOrDefault(end, 0L), end.words()))
                        .collect(Collectors.joining(", "))
                + ". Copies resolved: "
                + Arrays.stream(Resolution.values())
                        .map(each -> format("%,d %s", tally.resolutions().getOrDefault(each, 0L), each.words()))
                        .collect(Collectors.joining(", "))
                + ".");
        lines.add("");
        for (Fault fault : Fault.values()) {
            lines.add(format("  %-32s %,12d", fault.words(), tally.faults().getOrDefault(fault, 0L)));
        }
        lines.add("");
        lines.addAll(endings(tally));
        lines.add("");
        tally.examined()
                .forEach(
                        (law, examined) -> lines.add(format("  %,13d  %s (%s)", examined, law.promise(), law.rules())));
        return lines;
    }

    private static List<String> endings(Tally tally) {
        List<String> lines = new ArrayList<>();
        long all = tally.endings().values().stream().mapToLong(Long::longValue).sum();
        for (Map.Entry<Ending, Long> ending : tally.endings().entrySet()) {
            Ending how = ending.getKey();
            lines.add(format(
                    "  %-10s %-21s %,12d %8.3f %%",
                    how.status().slug(),
                    how.reason().map(Reason::slug).orElse(""),
                    ending.getValue(),
                    PERCENT * ending.getValue() / all));
        }
        return lines;
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
