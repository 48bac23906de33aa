package io.tidemark.simulation.device;

import io.tidemark.agent.store.CurrentNames;
import io.tidemark.agent.store.Drafts;
import io.tidemark.agent.store.Payload;
import io.tidemark.agent.store.Resent;
import io.tidemark.agent.store.Squash;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.merge.Overlay;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.schema.RowForm;
import io.tidemark.simulation.device.Departures.How;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's side of a device's disk: tables as the agent's, and its transactions as the agent's, without SQLite. Each
 * method is one transaction: all of it, or nothing and a {@link StoreFailure}. The rules over values are the agent's own.
 */
public class EditedStore {
    protected final TreeMap<String, ScopeRows> scopes = new TreeMap<>();
    protected final Supplier<String> deviceIds;
    protected final Departures departures;
    protected final Supplier<OperationId> ids;
    protected String device;
    protected Drafts drafts;
    protected EntityTypes types;
    private long ordinals;
    private boolean full;

    public EditedStore(
            EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures) {
        this.types = types;
        this.drafts = new Drafts(types);
        this.deviceIds = deviceIds;
        this.ids = ids;
        this.departures = departures;
        this.device = deviceIds.get();
    }

    /** Everything as it stands in another store: a backup, a clone, or what a power cut left. */
    public final void copyFrom(EditedStore other) {
        scopes.clear();
        other.scopes.forEach((scope, rows) -> scopes.put(scope, rows.copy()));
        device = other.device;
        types = other.types;
        drafts = other.drafts;
        ordinals = other.ordinals;
    }

    public void follow(String scope) {
        scopes.put(scope, new ScopeRows());
    }

    public final String device() {
        return device;
    }

    public final EntityTypes types() {
        return types;
    }

    /** The app is upgraded: what was never sent goes on in the new names, what was sent stays as it is. */
    public void upgrade(EntityTypes newer) {
        types = newer;
        drafts = new Drafts(newer);
        scopes.values().forEach(rows -> {
            rows.canonical.replaceAll((key, row) -> adopted(row));
            rows.staged.replaceAll((key, row) -> adopt(row));
        });
    }

    /** In the names and with the fields of this app. */
    public final CanonicalRow adopt(CanonicalRow row) {
        EntityType type = types.find(row.entity().type()).orElseThrow();
        return new RowForm(type, type.schema()).adopt(row);
    }

    public final CanonicalRow.Live adopted(CanonicalRow.Live row) {
        return (CanonicalRow.Live) adopt(row);
    }

    public final void fill(boolean isFull) {
        full = isFull;
    }

    public final ScopeRows rows(String scope) {
        return Optional.ofNullable(scopes.get(scope)).orElseThrow();
    }

    protected final boolean isFull() {
        return full;
    }

    protected final ScopeRows write(String scope) {
        if (full) {
            throw new StoreFailure("the disk is full", null);
        }
        return rows(scope);
    }

    /** What the app shows: canonical rows with the pending operations on top. */
    public Optional<VisibleRow> visible(String scope, EntityKey entity) {
        ScopeRows rows = rows(scope);
        CanonicalRow.@Nullable Live below = rows.canonical.get(entity);
        Optional<SortedMap<String, Json>> fields = Optional.ofNullable(below).map(CanonicalRow.Live::fields);
        boolean pending = false;
        for (Entry entry : rows.queue) {
            if (entry.operation.entity().equals(entity) && entry.state != Entry.State.REJECTED) {
                pending = true;
                if (!entry.passed) {
                    fields = lay(fields, entry);
                }
            }
        }
        boolean own = pending;
        long version = below == null ? 0 : below.version();
        return fields.map(shown -> new VisibleRow(
                entity, version, shown, Optional.ofNullable(below).flatMap(CanonicalRow.Live::conflict), own));
    }

    protected Optional<SortedMap<String, Json>> lay(Optional<SortedMap<String, Json>> below, Entry entry) {
        Operation operation = CurrentNames.shown(entry.operation, types);
        return entry.resent ? Resent.lay(below, operation) : Overlay.lay(below, operation);
    }

    /** AG-5: what counts is what the screen showed. */
    protected Optional<VisibleRow> seen(String scope, EntityKey entity) {
        return visible(scope, entity);
    }

    public final Set<EntityKey> known(String scope) {
        TreeSet<EntityKey> known = new TreeSet<>(rows(scope).canonical.keySet());
        rows(scope).queue.forEach(entry -> known.add(entry.operation.entity()));
        return known;
    }

    /** @return empty if nothing would change */
    public Optional<Operation> save(String scope, EntityKey entity, Map<String, Json> values) {
        return drafts.upsert(ids.get(), entity, values, seen(scope, entity))
                .map(payload -> queue(scope, payload, visible(scope, entity)));
    }

    /** @return empty if nothing is shown */
    public Optional<Operation> delete(String scope, EntityKey entity) {
        Optional<VisibleRow> shown = visible(scope, entity);
        return shown.map(row -> queue(scope, drafts.delete(ids.get(), row), shown));
    }

    private Operation queue(String scope, Payload payload, Optional<VisibleRow> shown) {
        boolean followsPending = shown.filter(VisibleRow::pending).isPresent();
        Optional<Operation> squashed = followsPending ? squash(scope, payload.operation()) : Optional.empty();
        return squashed.orElseGet(() -> append(scope, payload.operation(), 0));
    }

    private Optional<Operation> squash(String scope, Operation last) {
        ScopeRows rows = write(scope);
        Optional<Entry> tail = rows.queue.reversed().stream()
                .filter(entry -> entry.state == Entry.State.UNDECIDED)
                .findFirst()
                .filter(entry -> isSquashable(entry, last));
        Optional<Operation> both = tail.flatMap(entry -> squashed(entry.operation, last))
                .filter(operation -> drafts.isSound(Payload.of(operation)));
        if (tail.isEmpty() || both.isEmpty()) {
            return Optional.empty();
        }
        departures.left(scope, tail.get(), How.REPLACED);
        departures.renamed(tail.get().id(), both.get().id());
        tail.get().operation = both.get();
        tail.get().bytes = Payload.of(both.get()).bytes();
        return both;
    }

    protected boolean isSquashable(Entry tail, Operation last) {
        return tail.sends == 0
                && tail.operation instanceof Operation.Upsert
                && tail.transaction().isEmpty()
                && tail.operation.entity().equals(last.entity());
    }

    protected Optional<Operation> squashed(Operation first, Operation last) {
        return Squash.of(first, last);
    }

    /** One edit of a transaction: made on what the edits before it have left. */
    public interface Edit {
        Optional<Operation> make(EditedStore store);
    }

    /** @return the operations; none if the edits change nothing */
    public List<Operation> transaction(String scope, List<Edit> edits) {
        ScopeRows rows = write(scope);
        List<Operation> made = new ArrayList<>();
        int before = rows.queue.size();
        long sequence = rows.lastSequence;
        long link = rows.lastLink;
        try {
            for (Edit edit : edits) {
                edit.make(this).ifPresent(made::add);
            }
        } finally {
            // They stood there for the next one to be made on, and are queued together or not at all.
            while (rows.queue.size() > before) {
                rows.queue.removeLast();
            }
            rows.lastSequence = sequence;
            rows.lastLink = link;
        }
        if (made.size() < 2) {
            made.forEach(operation -> append(scope, operation, 0));
            return made;
        }
        List<Operation> apart = made.stream()
                .flatMap(operation -> Drafts.apart(operation, ids).stream())
                .toList();
        UUID transaction = ids.get().uuid();
        List<Operation> parts = new ArrayList<>();
        for (Operation operation : apart) {
            TransactionPart part = new TransactionPart(transaction, parts.size() + 1, apart.size());
            parts.add(append(scope, Drafts.as(operation, operation.id(), Optional.of(part)), 0));
        }
        return parts;
    }

    /** An edit of its own place in the queue; inside of a transaction nothing is squashed. */
    public Optional<Operation> draft(String scope, EntityKey entity, Map<String, Json> values) {
        Optional<VisibleRow> shown = visible(scope, entity);
        return drafts.upsert(ids.get(), entity, values, shown).map(payload -> append(scope, payload.operation(), 0));
    }

    /** The same of a delete. */
    public Optional<Operation> draftDelete(String scope, EntityKey entity) {
        return visible(scope, entity)
                .map(row -> append(scope, drafts.delete(ids.get(), row).operation(), 0));
    }

    /** At the end of the chain. */
    public Operation append(String scope, Operation operation, int sends) {
        ScopeRows rows = write(scope);
        Entry entry = new Entry(++ordinals, operation, Payload.of(operation).bytes());
        entry.sends = sends;
        entry.sequence = rows.lastSequence + 1;
        entry.previous = rows.lastLink;
        rows.lastSequence = entry.sequence;
        rows.lastLink = entry.sequence;
        rows.queue.add(entry);
        return operation;
    }
}
