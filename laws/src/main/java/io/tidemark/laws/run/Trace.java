package io.tidemark.laws.run;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.Evidence;
import io.tidemark.laws.history.ServerChange;
import io.tidemark.laws.law.Names;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A history for a person to read: who did what, what the server made of it, and who saw what. */
public final class Trace {
    private static final int LONGEST_VALUE = 160;

    private Trace() {}

    public static List<String> of(Evidence evidence) {
        List<String> lines = new ArrayList<>();
        for (Event event : evidence.events()) {
            switch (event) {
                case Event.Saved saved -> lines.add(saved(saved));
                case Event.Sent sent ->
                    lines.add(sent.who() + " sends " + ids(sent.operations())
                            + sent.how().map(how -> " (" + how.words() + ")").orElse(""));
                case Event.Merged merged -> lines.addAll(merged(merged));
                case Event.Heard heard -> lines.add(heard.who() + " hears " + results(heard.results()));
                case Event.ReadHalfWay read ->
                    lines.add(read.who() + " reads from " + read.from() + " to " + read.to() + ", not to the end");
                case Event.Checkpoint checkpoint -> lines.addAll(checkpoint(checkpoint));
                case Event.Changed changed -> lines.add(changed(changed.change()));
                case Event.Resolved resolved ->
                    lines.add(resolved.who() + " resolves " + Names.of(resolved.copy()) + ": " + resolved.resolution());
                case Event.Befell befell ->
                    lines.add(befell.who() + ": " + befell.fault().words());
            }
        }
        lines.add("in the end the server has");
        evidence.live().values().forEach(row -> lines.add("    " + row(row)));
        return lines;
    }

    private static String saved(Event.Saved saved) {
        Operation operation = saved.operation();
        String part = operation
                .transaction()
                .map(each -> " in " + Names.transaction(each.id()) + " " + each.place() + "/" + each.size())
                .orElse("");
        String what =
                switch (operation) {
                    case Operation.Delete ignored -> "deletes";
                    case Operation.Upsert upsert -> "writes " + fields(upsert.fields()) + changes(upsert.changes());
                };
        String saw = saved.screen()
                .map(screen -> switch (operation) {
                    case Operation.Delete ignored -> "seeing " + fields(screen);
                    case Operation.Upsert upsert ->
                        "seeing " + fields(only(screen, upsert.fields().keySet()));
                })
                .orElse("seeing nothing");
        return saved.who() + " " + Names.of(operation.id()) + part + " on " + Names.of(operation.entity()) + ": " + what
                + ", " + saw + condition(operation);
    }

    private static SortedMap<String, Json> only(SortedMap<String, Json> fields, Collection<String> names) {
        TreeMap<String, Json> some = new TreeMap<>(fields);
        some.keySet().retainAll(names);
        return some;
    }

    private static String condition(Operation operation) {
        String base = operation.basis() instanceof Basis.BaseVersion(long version) ? ", base version " + version : "";
        return operation.precondition() instanceof Precondition.None ? base : ", if the row is as read";
    }

    private static String changes(Map<String, Change> changes) {
        return changes.entrySet().stream()
                .map(change -> switch (change.getValue()) {
                    case Change.Increment(long by) -> " " + change.getKey() + " by " + by;
                    case Change.Elements(var add, var remove, long seen) ->
                        " " + change.getKey() + " +" + add + " -" + remove + " as of version " + seen;
                })
                .collect(Collectors.joining());
    }

    private static List<String> merged(Event.Merged merged) {
        List<String> lines = new ArrayList<>();
        lines.add("the server merges " + merged.arrivals().size() + ", up to position "
                + merged.plan().spans().values().iterator().next().to());
        for (int i = 0; i < merged.arrivals().size(); i++) {
            Arrival arrival = merged.arrivals().get(i);
            String place = arrival.submission()
                    .envelope()
                    .link()
                    .map(link -> " at " + link.previous() + "→" + link.sequence())
                    .orElse("");
            lines.add("    " + arrival.subject()
                    + arrival.device().map(name -> ":" + name).orElse("") + " "
                    + Names.of(arrival.submission().id()) + place + ": "
                    + verdict(merged.plan().results().get(i).verdict()));
        }
        merged.plan().rows().values().forEach(row -> lines.add("    → " + row(row)));
        return lines;
    }

    private static String row(EntityState row) {
        return row.deleted()
                ? Names.of(row.key()) + " v" + row.version() + " at " + row.position() + " is deleted"
                : row((CanonicalRow.Live) row.toRow());
    }

    private static String row(CanonicalRow.Live row) {
        String origin = row.conflict()
                .map(conflict -> ", a copy of " + conflict.of() + " by " + conflict.author() + ", "
                        + conflict.reason().slug() + (conflict.edited() ? ", edited" : ""))
                .orElse("");
        return Names.of(row.entity()) + " v" + row.version() + " at " + row.position() + origin + ": "
                + fields(row.fields());
    }

    private static String fields(SortedMap<String, Json> fields) {
        String text =
                CanonicalJson.write(new Json.Obj(fields)).replace("\"", "").replace("\\n", "|");
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }

    private static List<String> checkpoint(Event.Checkpoint checkpoint) {
        List<String> lines = new ArrayList<>();
        lines.add(checkpoint.who() + " shows position " + checkpoint.position() + ", retires "
                + ids(checkpoint.retired().keySet()) + ", keeps "
                + ids(checkpoint.pending().stream().map(Operation::id).toList()));
        return lines;
    }

    private static String changed(ServerChange change) {
        return switch (change) {
            case ServerChange.Admitted(var member) -> member.subject() + " is a member";
            case ServerChange.Revoked(var member) -> member.subject() + " is no member any more";
            case ServerChange.LogDropped() -> "the server drops its log";
            case ServerChange.TombstonesDropped() -> "the server drops its tombstones";
        };
    }

    private static String ids(Collection<OperationId> operations) {
        return operations.isEmpty()
                ? "nothing"
                : operations.stream().sorted().map(Names::of).collect(Collectors.joining(" "));
    }

    private static String results(List<OperationResult> results) {
        return results.stream()
                .map(result -> Names.of(result.operation()) + " " + verdict(result.verdict()))
                .collect(Collectors.joining("; "));
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Final(Outcome outcome, boolean replayed) ->
                outcome.status().slug()
                        + outcome.reason()
                                .map(Reason::slug)
                                .map(slug -> " " + slug)
                                .orElse("")
                        + (outcome.version().isPresent()
                                ? " v" + outcome.version().getAsLong()
                                : "")
                        + Optional.of(outcome.conflictCopies())
                                .filter(copies -> !copies.isEmpty())
                                .map(copies ->
                                        copies.stream().map(Names::of).toList().toString())
                                .map(copies -> " " + copies)
                                .orElse("")
                        + (replayed ? " (again)" : "");
            case Verdict.OutOfOrder(long expected) -> "out of order, expected after " + expected;
            case Verdict.DeviceForked() -> "device forked";
            case Verdict.Pending() -> "pending";
            case Verdict.Deferred() -> "deferred";
        };
    }
}
