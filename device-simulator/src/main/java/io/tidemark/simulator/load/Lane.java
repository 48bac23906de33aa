package io.tidemark.simulator.load;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One scope on a light device: what was read of it, and what waits to be sent. Values in, values out; not thread-safe.
 * The queue holds what is undecided: what the feed then brings may show an older value for a moment, as nobody looks.
 */
final class Lane {
    private static final String TYPE = "note";
    private static final String TITLE = "title";
    private static final int MOST_NOTES = 24;
    private static final double CREATES = 0.15;

    /**
     * @param savedAt nanoseconds, as {@link System#nanoTime} tells them
     * @param online whether the device had a network then
     */
    record Pending(OperationId id, EntityKey entity, Json title, Json operation, long savedAt, boolean online) {}

    private final String scope;
    private final String device;
    private final Random random;
    private final Deque<Pending> queue = new ArrayDeque<>();
    private final Map<EntityKey, Row> rows = new HashMap<>();
    private final List<EntityKey> notes = new ArrayList<>();
    private Optional<String> cursor = Optional.empty();
    private long position;
    private long sequence;
    private int made;

    private record Row(long version, Json title, boolean isCopy) {}

    Lane(String scope, String device, Random random) {
        this.scope = scope;
        this.device = device;
        this.random = random;
    }

    String scope() {
        return scope;
    }

    int depth() {
        return queue.size();
    }

    long position() {
        return position;
    }

    Optional<String> cursor() {
        return cursor;
    }

    /** The oldest that waits; empty if nothing does. */
    Optional<Pending> oldest() {
        return Optional.ofNullable(queue.peekFirst());
    }

    /** An edit of a note that is on the screen, or a new one. */
    void edit(long now, boolean online) {
        boolean creates = notes.isEmpty() || (notes.size() < MOST_NOTES && random.nextDouble() < CREATES);
        EntityKey entity =
                creates ? new EntityKey(TYPE, device + "-" + made++) : notes.get(random.nextInt(notes.size()));
        Basis basis = creates ? new Basis.Nothing() : Basis.Seen.of(Map.of(TITLE, new SeenValue.Value(shown(entity))));
        sequence++;
        Json title = Json.of(device + " #" + sequence);
        OperationId id = new OperationId(new UUID(random.nextLong(), random.nextLong()));
        Operation operation = new Operation.Upsert(
                id, entity, 1, new TreeMap<>(Map.of(TITLE, title)), basis, new Precondition.None());
        Json sent =
                OperationCodec.write(OperationCodec.payload(operation), Envelope.of(new Link(sequence, sequence - 1)));
        queue.addLast(new Pending(id, entity, title, sent, now, online));
        if (creates) {
            notes.add(entity);
        }
    }

    /** The device's own latest edit, or else what it has read. */
    private Json shown(EntityKey entity) {
        for (Iterator<Pending> latest = queue.descendingIterator(); latest.hasNext(); ) {
            Pending pending = latest.next();
            if (pending.entity().equals(entity)) {
                return pending.title();
            }
        }
        Row row = rows.get(entity);
        if (row == null) {
            throw new IllegalStateException("a note that is neither read nor written");
        }
        return row.title();
    }

    /** What is to be sent now: empty if nothing waits. */
    Optional<Push> toPush() {
        List<Json> operations = queue.stream()
                .limit(Push.MAX_OPERATIONS)
                .map(Pending::operation)
                .toList();
        return operations.isEmpty() ? Optional.empty() : Optional.of(new Push(device, operations));
    }

    /** Takes decided operations out, and counts them. @return whether it moved */
    boolean answered(List<OperationResult> results, Meter meter) {
        int before = queue.size();
        Map<OperationId, Verdict.Final> decided = new HashMap<>();
        for (OperationResult result : results) {
            if (result.verdict() instanceof Verdict.Final outcome) {
                decided.put(result.operation(), outcome);
            }
        }
        queue.removeIf(pending -> {
            Verdict.Final outcome = decided.get(pending.id());
            if (outcome == null) {
                return false;
            }
            meter.decided(outcome.outcome().status(), pending.savedAt(), pending.online());
            // What it holds until the feed brings what stands there: the screen goes on from the own value.
            rows.putIfAbsent(pending.entity(), new Row(0, pending.title(), false));
            return true;
        });
        return queue.size() < before;
    }

    /** @return false if the page does not join on to what was read */
    boolean read(ChangesPage page) {
        if (page.from() != position) {
            return false;
        }
        for (CanonicalRow row : page.rows()) {
            if (row instanceof CanonicalRow.Live live) {
                Json title = live.fields().getOrDefault(TITLE, Json.NULL);
                Row known = rows.put(
                        live.entity(),
                        new Row(live.version(), title, live.conflict().isPresent()));
                if (known == null && live.conflict().isEmpty() && !notes.contains(live.entity())) {
                    notes.add(live.entity());
                }
            }
        }
        cursor = Optional.of(page.cursor());
        position = page.to();
        return true;
    }

    /** The feed is to be read from the start; the queue stays. */
    void startOver() {
        cursor = Optional.empty();
        position = 0;
        rows.keySet().removeIf(entity -> queue.stream()
                .noneMatch(pending -> pending.entity().equals(entity)));
        notes.retainAll(rows.keySet());
    }

    /** Whether both have read the same, up to the same place. */
    boolean isLike(Lane other) {
        return position == other.position && rows.equals(other.rows);
    }

    int size() {
        return rows.size();
    }
}
