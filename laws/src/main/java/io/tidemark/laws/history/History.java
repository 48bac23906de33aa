package io.tidemark.laws.history;

import io.tidemark.laws.history.Reader.Step;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.memory.MemoryFeed;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One history: at least {@link #LEAST_OPERATIONS} operations of 2 to 6 devices, then a time in which everything gets
 * through and everybody reads. One thread, one seed.
 */
public final class History {
    public static final int LEAST_OPERATIONS = 40;

    private static final int MOST_DEVICES = 6;
    private static final int MOST_IN_A_PUSH = 50;

    /** One round sends a prefix and decides it; a queue that needs many is stuck, and a law says so. */
    private static final int MOST_ROUNDS = 40;

    private final long seed;
    private final Dice dice;
    private final MemoryStore store = new MemoryStore(Notes.TYPES, Notes.EPOCH);
    private final MemoryFeed feed = new MemoryFeed(store, Notes.SCOPE);
    private final List<Event> events = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final Map<Device, Integer> awayUntil = new HashMap<>();
    private final List<OperationId> ids = new ArrayList<>();
    private final Network network;
    private final Ideas ideas;
    private final Resolving resolving;
    private final WebClient web;
    private int step;
    private int operations;
    private int transactions;
    private boolean cloned;
    private boolean logDropped;
    private boolean idReused;

    /** In this history nothing is dropped from the log any more. */
    private boolean keepsLog;

    private History(long seed) {
        this.seed = seed;
        this.dice = new Dice(seed);
        this.network = new Network(store, dice, events);
        this.ideas = new Ideas(dice);
        this.resolving = new Resolving(dice);
        int count = 1 + dice.upTo(MOST_DEVICES - 1);
        List<String> subjects = List.of("alice", "bob", "carol").subList(0, Math.min(count, dice.upTo(3)));
        List<String> names = List.of("phone", "tablet", "laptop", "watch", "kiosk", "desk");
        for (int i = 0; i < count; i++) {
            devices.add(new Device(subjects.get(i % subjects.size()), names.get(i / subjects.size()), 0));
        }
        this.web = new WebClient(dice.oneOf(subjects), dice.oneIn(3), dice);
        subjects.forEach(subject -> change(new ServerChange.Admitted(new MemberKey(Notes.SCOPE, subject))));
    }

    public static Evidence of(long seed) {
        History history = new History(seed);
        history.run();
        return history.evidence();
    }

    private void run() {
        int most = LEAST_OPERATIONS + dice.below(LEAST_OPERATIONS);
        while (operations < most) {
            step++;
            Device device = dice.oneOf(devices);
            switch (dice.weighted(30, 5, 5, 21, 16, 14, 5, 4)) {
                case 0 -> saveAll(device, List.of(ideas.about(device)));
                case 1 -> transaction(device);
                case 2 -> resolve(device);
                case 3 -> push(device);
                case 4 -> network.merge();
                case 5 -> read(device, dice.upTo(8));
                case 6 -> browse();
                default -> befall(device);
            }
        }
        settle();
    }

    private void transaction(Device device) {
        int size = 1 + dice.upTo(3);
        UUID id = transactionId();
        for (int place = 1; place <= size; place++) {
            // Each idea comes on the screen that the one before it left.
            save(device, ideas.about(device), Optional.of(new TransactionPart(id, place, size)));
        }
    }

    private void resolve(Device device) {
        Optional<Resolving.Choice> choice = resolving.choose(device);
        choice.ifPresent(chosen -> events.add(new Event.Resolved(device.who(), chosen.copy(), chosen.resolution())));
        saveAll(device, choice.map(Resolving.Choice::drafts).orElseGet(() -> List.of(ideas.about(device))));
    }

    private void saveAll(Device device, List<Draft> drafts) {
        if (drafts.size() == 1) {
            save(device, drafts.getFirst(), Optional.empty());
            return;
        }
        UUID id = transactionId();
        for (int i = 0; i < drafts.size(); i++) {
            save(device, drafts.get(i), Optional.of(new TransactionPart(id, i + 1, drafts.size())));
        }
    }

    private void save(Device device, Draft draft, Optional<TransactionPart> part) {
        boolean plain = !Notes.isSpecial(draft.entity());
        Optional<Flaw> flaw = plain && draft instanceof Draft.Put && dice.oneIn(25)
                ? Optional.of(dice.oneOf(List.of(Flaw.values())))
                : Optional.empty();
        flaw.ifPresent(each -> events.add(new Event.Befell(device.who(), Fault.FLAWED_EDIT)));
        OperationId id = plain && dice.oneIn(80) ? usedId(device) : nextId();
        events.add(new Saving(device).save(draft, id, part, flaw));
        operations++;
    }

    private UUID transactionId() {
        return new UUID(0x7100L, ++transactions);
    }

    private OperationId nextId() {
        OperationId id = new OperationId(new UUID(0x7000L, ids.size() + 1));
        ids.add(id);
        return id;
    }

    /**
     * As if two devices had drawn the same id. A device never uses one of its own again. Only the log knows whose it was:
     * where that is dropped, the id is a new one, and its edit is another than the first.
     */
    private OperationId usedId(Device device) {
        List<OperationId> others =
                ids.stream().filter(id -> !device.hasSaved(id)).toList();
        if (others.isEmpty() || cloned || logDropped) {
            return nextId();
        }
        idReused = true;
        events.add(new Event.Befell(device.who(), Fault.ID_REUSED));
        return dice.oneOf(others);
    }

    private boolean isAway(Device device) {
        return awayUntil.getOrDefault(device, 0) > step;
    }

    private void push(Device device) {
        Push push = device.prefix(dice.upTo(6));
        if (!isAway(device)
                && store.isMember(device.member())
                && !push.entries().isEmpty()) {
            network.send(push, cloned && !keepsLog);
        }
    }

    private Step read(Device device, int limit) {
        if (isAway(device) || !store.isMember(device.member())) {
            return new Step.Expired();
        }
        Step read = device.reader.read(feed, limit, device.key());
        switch (read) {
            case Step.Expired() -> events.add(new Event.Befell(device.who(), Fault.FEED_FROM_ZERO));
            case Step.Staged(long from, long to) -> events.add(new Event.ReadHalfWay(device.who(), from, to));
            case Step.Shown(long position, long mark) -> checkpoint(device, position, mark);
        }
        return read;
    }

    private void checkpoint(Device device, long position, long mark) {
        Map<OperationId, Outcome> retired = device.retire(mark, position);
        events.add(new Event.Checkpoint(
                device.who(),
                position,
                device.reader.view(),
                Evidence.live(store.rows()),
                retired,
                device.queue().stream().map(Entry::operation).toList(),
                device.pendingScreens()));
    }

    private void browse() {
        if (!store.isMember(web.member())) {
            return;
        }
        if (dice.oneIn(2)) {
            web.read(store);
            return;
        }
        web.write(nextId()).ifPresent(saved -> {
            events.add(saved);
            operations++;
            network.sendSingle(web.subject, saved.operation());
        });
    }

    private void befall(Device device) {
        switch (dice.weighted(8, 20, 3, 3, 3, 3)) {
            case 0 -> {
                awayUntil.put(device, step + 10 + dice.below(60));
                events.add(new Event.Befell(device.who(), Fault.PARTITION));
            }
            case 1 -> network.arriveLate();
            case 2 -> cloneOnce(device);
            case 3 -> changeMembership(device);
            case 4 -> dropLog();
            default -> change(new ServerChange.TombstonesDropped());
        }
    }

    private void cloneOnce(Device device) {
        if (!cloned) {
            cloned = true;
            keepsLog = !logDropped && dice.oneIn(2);
            devices.add(device.cloned(1));
            events.add(new Event.Befell(device.who(), Fault.DEVICE_CLONED));
        }
    }

    private void changeMembership(Device device) {
        MemberKey member = device.member();
        change(store.isMember(member) ? new ServerChange.Revoked(member) : new ServerChange.Admitted(member));
    }

    /**
     * The two limits of {@code docs/spec/idempotency.md}. Who has linked a queue anew has asked for what is in it before
     * the log is dropped. And beside a clone only who sends from the beginning may have met a log that was dropped:
     * another hears of the fork first, and asks for what its clone has sent in a chain that knows no floor.
     */
    private void dropLog() {
        network.clear();
        boolean asking = devices.stream()
                .flatMap(device -> device.queue().stream())
                .anyMatch(entry -> entry.chain() == Entry.Chain.ANEW && !entry.isDecided());
        if (!asking && !keepsLog && !idReused) {
            logDropped = true;
            change(new ServerChange.LogDropped());
        }
    }

    private void change(ServerChange change) {
        change.make(store);
        events.add(new Event.Changed(change));
    }

    /** Everybody is back, and nothing is lost any more. */
    private void settle() {
        awayUntil.clear();
        for (Device device : devices) {
            if (!store.isMember(device.member())) {
                change(new ServerChange.Admitted(device.member()));
            }
        }
        network.settle();
        for (int round = 0; round < MOST_ROUNDS && devices.stream().anyMatch(device -> !device.isIdle()); round++) {
            for (Device device : devices) {
                Push push = device.prefix(MOST_IN_A_PUSH);
                if (!push.entries().isEmpty()) {
                    network.sendSafely(push);
                }
            }
            network.settle();
            devices.forEach(this::readAll);
        }
        devices.forEach(this::readAll);
    }

    private void readAll(Device device) {
        Step read;
        do {
            read = read(device, MOST_IN_A_PUSH);
        } while (!(read instanceof Step.Shown));
    }

    private Evidence evidence() {
        return new Evidence(
                seed,
                List.copyOf(events),
                new TreeMap<>(store.rows()),
                new TreeMap<>(store.marks()),
                devices.stream().map(Device::end).toList());
    }
}
