package io.tidemark.stack.cli;

import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dry run for people: what would be decided, of which field, and what would stand there then. */
final class DryRunText {
    private DryRunText() {}

    static List<String> lines(EntityKey entity, DryRun run) {
        List<String> lines = new ArrayList<>();
        lines.add("Dry run on %s \"%s\": nothing was sent, logged or changed."
                .formatted(Words.plain(entity.type()), Words.plain(entity.id())));
        lines.add("");
        lines.addAll(verdict(run.result().verdict()));
        run.fates()
                .forEach((field, fate) -> lines.add("    %s: %s. %s%s"
                        .formatted(
                                Words.plain(field),
                                fate.kind().slug(),
                                fate.kind().explanation(),
                                fate.copy()
                                        .map(copy -> " (" + Words.plain(copy) + ")")
                                        .orElse(""))));
        lines.add("");
        lines.add("  The row then: " + row(run.row()));
        run.copies()
                .forEach(copy -> lines.add("  Conflict copy %s: %s"
                        .formatted(Words.plain(copy.entity().id()), row(Optional.of(copy)))));
        return lines;
    }

    private static List<String> verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Final(Outcome outcome, boolean replayed) -> {
                List<String> lines = new ArrayList<>();
                if (replayed) {
                    lines.add("  This operation was decided before, and is never decided again. Its outcome:");
                }
                lines.add("  " + outcome.status().slug()
                        + outcome.reason()
                                .map(reason -> " (" + reason.slug() + ")")
                                .orElse(""));
                outcome.reason().map(Reason::explanation).ifPresent(why -> lines.add("    " + why));
                yield lines;
            }
            case Verdict.Deferred() -> List.of("  deferred: the server does not know its schema version yet");
            case Verdict.Pending() -> throw unexpected();
            case Verdict.OutOfOrder(long ignored) -> throw unexpected();
            case Verdict.DeviceForked() -> throw unexpected();
        };
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("a dry run has no place in a chain");
    }

    private static String row(Optional<CanonicalRow> row) {
        return row.map(state -> switch (state) {
                    case CanonicalRow.Live live -> "version " + live.version() + ", " + Words.fields(live.fields());
                    case CanonicalRow.Tombstone gone -> "version " + gone.version() + ", deleted";
                })
                .orElse("none");
    }
}
