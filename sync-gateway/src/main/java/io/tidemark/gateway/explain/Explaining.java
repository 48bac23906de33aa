package io.tidemark.gateway.explain;

import io.tidemark.gateway.store.ExplanationView;
import io.tidemark.gateway.store.LoggedLine;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.Stamp;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.explain.AuthorName;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.explain.Explanation.Reach;
import io.tidemark.protocol.explain.FieldStory;
import io.tidemark.protocol.explain.FieldStory.Met;
import io.tidemark.protocol.explain.LastWrite;
import io.tidemark.protocol.explain.LogLine;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * From a row and the log to the reasons of its values. A stamp names the version in which its field was written, and of
 * the operations with that version one made it (MERGE-23). In a conflict copy, it is the last operation whose fate names
 * the copy: such operations name the entity of which it is one.
 */
final class Explaining {
    private final EntityKey entity;
    private final ExplanationView view;
    private final Optional<EntityType> type;
    private final List<LogLine> lines;
    private final Map<Long, LogLine> madeVersion = new HashMap<>();

    private Explaining(EntityKey entity, ExplanationView view, EntityTypes types) {
        this.entity = entity;
        this.view = view;
        this.type = types.find(entity.type());
        Map<OperationId, LogLine> once = new LinkedHashMap<>();
        Stream.concat(view.history().stream(), view.writers().stream())
                .sorted(LoggedLine.NEWEST_FIRST)
                .forEach(each -> once.putIfAbsent(each.line().operation(), each.line()));
        this.lines = List.copyOf(once.values());
        view.writers().stream()
                .map(LoggedLine::line)
                .filter(this::namesTheEntity)
                .forEach(line -> line.outcome().version().ifPresent(version -> madeVersion.put(version, line)));
    }

    static Explanation of(EntityKey entity, ExplanationView view, EntityTypes types) {
        return new Explaining(entity, view, types).explain();
    }

    private Explanation explain() {
        Optional<OperationId> deletedBy = view.row()
                .filter(EntityState::deleted)
                .flatMap(row -> Optional.ofNullable(madeVersion.get(row.version())))
                .map(LogLine::operation);
        List<CanonicalRow.Live> copies = view.copies().stream()
                .map(EntityState::toRow)
                .filter(CanonicalRow.Live.class::isInstance)
                .map(CanonicalRow.Live.class::cast)
                .toList();
        return new Explanation(
                view.epoch(),
                entity,
                view.row().map(EntityState::toRow),
                deletedBy,
                stories(),
                lines,
                reach(),
                copies,
                view.moreCopies());
    }

    private Reach reach() {
        if (view.more()) {
            return Reach.MORE;
        }
        Optional<OperationId> madeCopy =
                view.row().flatMap(EntityState::conflict).map(ConflictOrigin::operation);
        boolean begins = lines.stream()
                .anyMatch(line -> madeCopy.isPresent()
                        ? madeCopy.get().equals(line.operation())
                        : namesTheEntity(line)
                                && line.changedTheRow()
                                && line.outcome().version().orElse(0) == 1);
        return begins || view.row().isEmpty() ? Reach.WHOLE : Reach.DROPPED;
    }

    /** Of the row's fields, and of those that somebody wanted to write to it. */
    private SortedMap<String, FieldStory> stories() {
        TreeSet<String> fields = new TreeSet<>();
        view.row().ifPresent(row -> {
            fields.addAll(row.fields().keySet());
            lines.stream()
                    .filter(this::namesTheEntity)
                    .forEach(line -> fields.addAll(line.fates().keySet()));
        });
        TreeMap<String, FieldStory> stories = new TreeMap<>();
        fields.forEach(field -> stories.put(field, story(field)));
        return stories;
    }

    private FieldStory story(String field) {
        Optional<EntityState> row = view.row();
        Optional<Stamp> stamp = row.map(EntityState::stamps).flatMap(stamps -> Optional.ofNullable(stamps.get(field)));
        Optional<LogLine> writer = stamp.flatMap(last -> writer(field, last));
        TreeMap<String, LastWrite> elements = new TreeMap<>();
        stamp.ifPresent(last -> last.elements()
                .forEach((element, each) -> elements.put(element, lastWrite(each, writer(field, each)))));
        int later = laterThan(stamp, writer);
        return new FieldStory(
                type.map(declared -> declared.policy(field)).orElse(MergePolicy.MANUAL),
                row.filter(state -> !state.deleted()).flatMap(state -> state.field(field)),
                stamp.map(last -> lastWrite(last, writer)),
                elements,
                met(field, lines.subList(0, later), writer),
                met(field, lines.subList(later, lines.size()), writer));
    }

    /** How many of the lines came after the last write. Where the log no longer has that, its version tells. */
    private int laterThan(Optional<Stamp> stamp, Optional<LogLine> writer) {
        if (writer.isPresent()) {
            return lines.indexOf(writer.get());
        }
        long version = stamp.map(Stamp::version).orElse(0L);
        return (int) lines.stream()
                .takeWhile(line -> line.outcome().version().orElse(version) >= version)
                .count();
    }

    private List<Met> met(String field, List<LogLine> among, Optional<LogLine> writer) {
        List<Met> met = new ArrayList<>();
        among.stream().filter(line -> writer.filter(line::equals).isEmpty()).forEach(line -> fate(line, field)
                .filter(fate -> namesTheEntity(line) || isHere(fate))
                .ifPresent(fate -> met.add(new Met(line.operation(), fate))));
        return met;
    }

    private static LastWrite lastWrite(Stamp stamp, Optional<LogLine> writer) {
        AuthorName author = writer.map(LogLine::author).orElseGet(() -> AuthorName.parse(stamp.author()));
        return new LastWrite(stamp.version(), author, writer.map(LogLine::operation));
    }

    private Optional<LogLine> writer(String field, Stamp stamp) {
        return Optional.ofNullable(madeVersion.get(stamp.version())).or(() -> lines.stream()
                .filter(line -> fate(line, field).filter(this::isHere).isPresent())
                .findFirst());
    }

    private static Optional<FieldFate> fate(LogLine line, String field) {
        return Optional.ofNullable(line.fates().get(field));
    }

    private boolean isHere(FieldFate fate) {
        return fate.copy().filter(entity.id()::equals).isPresent();
    }

    private boolean namesTheEntity(LogLine line) {
        return line.entity().equals(entity.id());
    }
}
