package io.tidemark.laws.history;

import io.tidemark.merge.Overlay;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A device without storage and network: its queue, what it has read, and what the screen shows. */
final class Device {
    final String subject;
    final Reader reader;
    private final int number;
    private final List<Entry> queue = new ArrayList<>();
    private final Set<OperationId> saved = new HashSet<>();
    private final Set<OperationId> answered = new HashSet<>();
    private final Set<OperationId> deadLetters = new HashSet<>();
    private String name;
    private long sequence;
    private long lastLink;
    private Entry.Chain chain = Entry.Chain.FIRST;

    /** @param number tells clones apart, which have one name */
    Device(String subject, String name, int number) {
        this.subject = subject;
        this.name = name;
        this.number = number;
        this.reader = new Reader();
    }

    private Device(Device original, int number) {
        this.subject = original.subject;
        this.name = original.name;
        this.number = number;
        this.reader = original.reader.copy();
        this.queue.addAll(original.queue);
        this.saved.addAll(original.saved);
        this.answered.addAll(original.answered);
        this.deadLetters.addAll(original.deadLetters);
        this.sequence = original.sequence;
        this.lastLink = original.lastLink;
        this.chain = original.chain;
    }

    /** As a backup put on another phone would go on: the same name, the same queue. */
    Device cloned(int cloneNumber) {
        return new Device(this, cloneNumber);
    }

    String name() {
        return name;
    }

    String who() {
        return number == 0 ? subject + ":" + name : subject + ":" + name + "#" + number;
    }

    MemberKey member() {
        return new MemberKey(Notes.SCOPE, subject);
    }

    DeviceKey key() {
        return new DeviceKey(Notes.SCOPE, subject, name);
    }

    List<Entry> queue() {
        return queue;
    }

    boolean hasSaved(OperationId operation) {
        return saved.contains(operation);
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    /** MERGE-11: what is pending, laid over what was read. */
    Optional<SortedMap<String, Json>> screen(EntityKey entity) {
        Optional<SortedMap<String, Json>> shown = reader.fields(entity);
        for (Entry entry : queue) {
            if (entry.operation().entity().equals(entity)) {
                shown = Overlay.lay(shown, entry.operation());
            }
        }
        return shown;
    }

    void enqueue(Operation operation, Json.Obj payload) {
        queue.add(new Entry(operation, payload, nextLink(), chain));
        saved.add(operation.id());
    }

    /** From the first operation without an outcome on, and no transaction in part. */
    Push prefix(int most) {
        List<Entry> prefix = new ArrayList<>();
        for (List<Entry> unit :
                units(queue.stream().filter(entry -> !entry.isDecided()).toList())) {
            if (!prefix.isEmpty() && prefix.size() + unit.size() > most) {
                break;
            }
            prefix.addAll(unit);
        }
        return new Push(this, name, List.copyOf(prefix));
    }

    static List<List<Entry>> units(List<Entry> entries) {
        List<List<Entry>> units = new ArrayList<>();
        for (int from = 0; from < entries.size(); ) {
            int size = entries.get(from)
                    .operation()
                    .transaction()
                    .map(TransactionPart::size)
                    .orElse(1);
            units.add(entries.subList(from, from + size));
            from += size;
        }
        return units;
    }

    /** AG-7: what is said of an envelope that the device no longer holds is ignored. */
    Optional<Fault> hear(Push push, List<OperationResult> results) {
        Optional<Fault> met = Optional.empty();
        for (int i = 0; i < results.size() && push.name().equals(name); i++) {
            OperationId id = results.get(i).operation();
            int at = find(id, push.sequence(i));
            if (at < 0) {
                continue;
            }
            switch (results.get(i).verdict()) {
                case Verdict.Final(Outcome outcome, boolean ignored) -> decide(at, outcome);
                case Verdict.DeviceForked() -> {
                    takeNewName();
                    met = Optional.of(Fault.DEVICE_FORKED);
                }
                case Verdict.OutOfOrder(long expected) -> linkTo(expected, at);
                case Verdict.Pending() -> {}
                case Verdict.Deferred() -> {}
            }
        }
        return met;
    }

    /**
     * AG-16: what stands before it is decided, and has not taken its place: replays that came before their turn. One
     * behind others that are not decided waits for them.
     */
    private void linkTo(long expected, int at) {
        Entry entry = queue.get(at);
        if (entry.link().previous() > expected && queue.subList(0, at).stream().allMatch(Entry::isDecided)) {
            queue.set(at, entry.linkedTo(new Link(entry.link().sequence(), expected)));
        }
    }

    private int find(OperationId id, long place) {
        for (int i = 0; i < queue.size(); i++) {
            Entry entry = queue.get(i);
            if (!entry.isDecided()
                    && entry.operation().id().equals(id)
                    && entry.link().sequence() == place) {
                return i;
            }
        }
        return -1;
    }

    private void decide(int at, Outcome outcome) {
        Entry entry = queue.get(at);
        answered.add(entry.operation().id());
        if (outcome.status() == Status.REJECTED) {
            deadLetters.add(entry.operation().id());
            queue.remove(at);
            linkPast(at, entry.link());
        } else {
            queue.set(at, entry.decided(outcome));
        }
    }

    /** After a dead letter, the next operation is linked to the one before it. */
    private void linkPast(int at, Link gone) {
        if (lastLink == gone.sequence()) {
            lastLink = gone.previous();
        } else if (at < queue.size() && queue.get(at).link().previous() == gone.sequence()) {
            Entry next = queue.get(at);
            queue.set(at, next.linkedTo(new Link(next.link().sequence(), gone.previous())));
        }
    }

    /** What has no outcome goes into a new chain; the rest waits for the feed alone. */
    private void takeNewName() {
        name = name + "-" + (number + 1);
        sequence = 0;
        lastLink = 0;
        chain = Entry.Chain.NEW;
        queue.replaceAll(entry -> entry.isDecided() ? entry.leftBehind() : entry.linkedAnew(nextLink()));
    }

    private Link nextLink() {
        Link link = new Link(sequence + 1, lastLink);
        sequence++;
        lastLink = sequence;
        return link;
    }

    /** AG-14: outcome known, and passed by the feed. */
    Map<OperationId, Outcome> retire(long mark, long position) {
        Map<OperationId, Outcome> retired = new HashMap<>();
        Set<EntityKey> kept = new HashSet<>();
        queue.removeIf(entry -> {
            EntityKey entity = entry.operation().entity();
            boolean passed = !kept.contains(entity) && entry.isPassed(mark, position);
            if (passed) {
                retired.put(entry.operation().id(), entry.outcome().orElseThrow());
            } else {
                kept.add(entity); // else an earlier edit would lie on top of what this one has left
            }
            return passed;
        });
        return retired;
    }

    Map<EntityKey, SortedMap<String, Json>> pendingScreens() {
        Map<EntityKey, SortedMap<String, Json>> screens = new TreeMap<>();
        for (Entry entry : queue) {
            EntityKey entity = entry.operation().entity();
            screen(entity).ifPresent(fields -> screens.put(entity, fields));
        }
        return screens;
    }

    Evidence.DeviceEnd end() {
        List<OperationId> queued =
                queue.stream().map(entry -> entry.operation().id()).toList();
        return new Evidence.DeviceEnd(who(), reader.view(), saved, answered, deadLetters, queued);
    }
}
