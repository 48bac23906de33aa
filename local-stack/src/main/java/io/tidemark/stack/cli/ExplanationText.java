package io.tidemark.stack.cli;

import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.explain.FieldStory;
import io.tidemark.protocol.explain.FieldStory.Met;
import io.tidemark.protocol.explain.LastWrite;
import io.tidemark.protocol.explain.LogLine;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An explanation for people: what stands there first, then why, then what happened. */
final class ExplanationText {
    private final Explanation explanation;
    private final Map<OperationId, LogLine> operations = new HashMap<>();
    private final Map<String, CanonicalRow.Live> copies = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private ExplanationText(Explanation explanation) {
        this.explanation = explanation;
        explanation.operations().forEach(line -> operations.put(line.operation(), line));
        explanation.copies().forEach(copy -> copies.put(copy.entity().id(), copy));
    }

    static List<String> lines(String scope, Explanation explanation) {
        ExplanationText text = new ExplanationText(explanation);
        text.row(scope);
        explanation.fields().forEach(text::field);
        text.openCopies();
        text.history();
        return text.lines;
    }

    private void row(String scope) {
        lines.add("%s \"%s\" in %s"
                .formatted(
                        Words.plain(explanation.entity().type()),
                        Words.plain(explanation.entity().id()),
                        Words.plain(scope)));
        lines.add("  " + explanation.row().map(this::state).orElse("There is no row: only what the log says."));
    }

    private String state(CanonicalRow row) {
        String at = "version %d, position %d".formatted(row.version(), row.position());
        return switch (row) {
            case CanonicalRow.Live live ->
                live.conflict().map(ExplanationText::copyOf).orElse("Stands") + ", " + at;
            case CanonicalRow.Tombstone ignored ->
                "Deleted, " + at
                        + explanation
                                .deletedBy()
                                .flatMap(this::line)
                                .map(line -> ", by " + told(line))
                                .orElse("");
        };
    }

    private static String copyOf(ConflictOrigin origin) {
        return "Conflict copy of \"" + Words.plain(origin.of()) + "\"" + (origin.edited() ? ", edited since" : "");
    }

    private void field(String name, FieldStory story) {
        lines.add("");
        lines.add("  %s%s   (%s)"
                .formatted(
                        Words.plain(name),
                        story.value().map(value -> " = " + Words.value(value)).orElse(": no value"),
                        story.policy().slug()));
        story.last().ifPresent(last -> lastWrite(name, last));
        story.elements()
                .forEach((element, last) -> lines.add("      \"%s\" put in by %s, version %d"
                        .formatted(Words.plain(element), Words.author(last.author()), last.version())));
        met("since then:", story.since());
        met("before:", story.before());
    }

    private void lastWrite(String field, LastWrite last) {
        Optional<LogLine> line = last.operation().flatMap(this::line);
        String how = line.flatMap(each -> Optional.ofNullable(each.fates().get(field)))
                .map(fate -> wrote(fate.kind()))
                .orElse("written");
        lines.add("      %s by %s, %sversion %d"
                .formatted(
                        how,
                        Words.author(last.author()),
                        line.map(each -> Words.time(each.decidedAt()) + ", ").orElse(""),
                        last.version()));
        lines.add("      " + line.map(ExplanationText::identity).orElse("the operation is no longer in the log"));
    }

    private static String wrote(FieldFate.Kind kind) {
        return switch (kind) {
            case CHANGED, ADD_WINS -> "changed";
            case MERGED -> "merged with the edit";
            case OVERWROTE -> "overwritten unseen";
            case JOINED_COPY, LOST_TO_COPY -> "lost elsewhere and kept here; written";
            case WRITTEN, EQUAL, DROPPED, REMOVED, NOT_APPLIED, KEPT_UNSEEN -> "written";
        };
    }

    private void met(String when, List<Met> all) {
        if (all.isEmpty()) {
            return;
        }
        lines.add("      " + when);
        for (Met met : all) {
            lines.add("        "
                    + line(met.operation())
                            .map(this::told)
                            .orElse(met.operation().toString()) + ": " + met(met.fate()));
        }
    }

    private String met(FieldFate fate) {
        return switch (fate.kind()) {
            case WRITTEN -> "written";
            case EQUAL -> "wrote the value that stood there";
            case CHANGED -> "changed it";
            case OVERWROTE -> "overwrote what it had not seen";
            case MERGED -> "merged into it";
            case ADD_WINS -> "changed it; elements that had been put in again stayed";
            case DROPPED -> "dropped, as the policy says";
            case REMOVED -> "left out: the field is no longer declared";
            case JOINED_COPY -> "went on in conflict copy " + inCopy(fate);
            case LOST_TO_COPY -> "lost against it, and is kept in conflict copy " + inCopy(fate);
            case NOT_APPLIED -> "did not happen: its transaction did not hold";
            case KEPT_UNSEEN -> "wanted to delete the entity, and had not seen this value";
        };
    }

    private String inCopy(FieldFate fate) {
        String id = fate.copy().orElse("");
        boolean resolved = !copies.containsKey(id) && !explanation.moreCopies();
        return Words.plain(id) + (resolved ? " (resolved since)" : "");
    }

    private void openCopies() {
        if (explanation.copies().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("  Open conflict copies, newest first");
        for (CanonicalRow.Live copy : explanation.copies()) {
            lines.add("    " + Words.plain(copy.entity().id()) + "   " + Words.fields(copy.fields()));
        }
        if (explanation.moreCopies()) {
            lines.add("    … and more: the list of conflicts has all of them");
        }
    }

    private void history() {
        lines.add("");
        lines.add("  Operations, newest first");
        for (LogLine line : explanation.operations()) {
            lines.add("    %s   %s%s   %s"
                    .formatted(
                            Words.time(line.decidedAt()),
                            line.outcome().status().slug(),
                            line.outcome().version().isPresent()
                                    ? ", version " + line.outcome().version().getAsLong()
                                    : "",
                            Words.author(line.author())));
            lines.add("      " + identity(line));
            line.outcome().reason().map(Reason::explanation).ifPresent(why -> lines.add("      " + why));
            if (!line.fates().isEmpty()) {
                lines.add("      " + fates(line));
            }
        }
        switch (explanation.reach()) {
            case WHOLE -> {}
            case MORE -> lines.add("    … and older ones: --limit " + Explanation.MAX_LIMIT + " shows more");
            case DROPPED -> lines.add("    The operation log no longer reaches back to what was before.");
        }
    }

    private static String fates(LogLine line) {
        return line.fates().entrySet().stream()
                .map(fate -> Words.plain(fate.getKey()) + " "
                        + fate.getValue().kind().slug())
                .collect(Collectors.joining(", "));
    }

    private Optional<LogLine> line(OperationId operation) {
        return Optional.ofNullable(operations.get(operation));
    }

    private String told(LogLine line) {
        return Words.author(line.author()) + ", " + Words.time(line.decidedAt()) + ", operation " + line.operation();
    }

    private static String identity(LogLine line) {
        return "operation " + line.operation()
                + line.transaction().map(id -> ", transaction " + id).orElse("")
                + line.traceparent()
                        .map(trace -> ", trace " + Words.plain(trace))
                        .orElse("");
    }
}
