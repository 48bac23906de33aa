package io.tidemark.laws.history;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way to the server's one lane and back. Requests are read by the gateway's own rules and wait in the lane; the
 * merge takes some of them, as one batch; answers go back, or do not.
 */
final class Network {
    private final MemoryStore store;
    private final Dice dice;
    private final List<Event> events;
    private final SubmissionReader gateway = new SubmissionReader(Notes.TYPES);
    private final List<Packet> lane = new ArrayList<>();
    private final List<Packet> late = new ArrayList<>();
    private final List<Answer> lateAnswers = new ArrayList<>();

    Network(MemoryStore store, Dice dice, List<Event> events) {
        this.store = store;
        this.dice = dice;
        this.events = events;
    }

    /** @param push empty for a client that asks nobody what became of it */
    private record Packet(List<Arrival> arrivals, Optional<Push> push) {}

    private record Answer(Push push, List<OperationResult> results) {}

    /**
     * Sends with whatever the dice have in store.
     *
     * @param inOrder whether the device is one that never leaves out the beginning
     */
    void send(Push push, boolean inOrder) {
        switch (dice.weighted(74, 5, 10, 6, 5)) {
            case 1 -> sent(push, Optional.of(Fault.REQUEST_LOST));
            case 2 -> {
                sent(push, Optional.of(Fault.REQUEST_LATE));
                late.add(packet(push));
            }
            case 3 -> {
                sent(push, Optional.of(Fault.REQUEST_TWICE));
                lane.add(packet(push));
                lane.add(packet(push));
            }
            case 4 -> sendWithoutBeginning(push, inOrder);
            default -> sendSafely(push);
        }
    }

    void sendSafely(Push push) {
        sent(push, Optional.empty());
        lane.add(packet(push));
    }

    /** As a device with a defect might: the server has to ask for what is missing. */
    private void sendWithoutBeginning(Push push, boolean inOrder) {
        List<List<Entry>> units = Device.units(push.entries());
        if (units.size() < 2 || inOrder) {
            sendSafely(push);
            return;
        }
        List<Entry> rest =
                units.subList(1, units.size()).stream().flatMap(List::stream).toList();
        Push beheaded = new Push(push.device(), push.name(), rest);
        sent(beheaded, Optional.of(Fault.REQUEST_WITHOUT_BEGINNING));
        lane.add(packet(beheaded));
    }

    void sendSingle(String subject, Operation operation) {
        Json wire = OperationCodec.write(
                OperationCodec.payload(operation), new Envelope(Optional.empty(), 1, Optional.empty()));
        boolean twice = dice.oneIn(5);
        events.add(new Event.Sent(
                subject, List.of(operation.id()), twice ? Optional.of(Fault.REQUEST_TWICE) : Optional.empty()));
        try {
            Arrival arrival = new Arrival(Notes.SCOPE, subject, Optional.empty(), gateway.readSingle(wire));
            for (int copies = twice ? 2 : 1; copies > 0; copies--) {
                lane.add(new Packet(List.of(arrival), Optional.empty()));
            }
        } catch (InvalidShape impossible) {
            throw new IllegalStateException("a request that was written can be read", impossible);
        }
    }

    private void sent(Push push, Optional<Fault> how) {
        List<OperationId> operations = push.operations();
        events.add(new Event.Sent(push.device().who(), operations, how));
    }

    private Packet packet(Push push) {
        Device device = push.device();
        try {
            List<Submission> read =
                    gateway.readPush(push.entries().stream().map(Entry::wire).toList());
            List<Arrival> arrivals = read.stream()
                    .map(submission -> new Arrival(Notes.SCOPE, device.subject, Optional.of(push.name()), submission))
                    .toList();
            return new Packet(arrivals, Optional.of(push));
        } catch (InvalidShape impossible) {
            throw new IllegalStateException("a push that was written can be read", impossible);
        }
    }

    /** Something that was late may come before what waits. */
    void arriveLate() {
        if (!late.isEmpty()) {
            lane.add(late.remove(dice.below(late.size())));
        }
        if (!lateAnswers.isEmpty()) {
            hear(lateAnswers.remove(dice.below(lateAnswers.size())));
        }
    }

    /** Merges some of what waits, as one batch. */
    void merge() {
        if (!lane.isEmpty()) {
            mergeFirst(dice.upTo(Math.min(6, lane.size())));
        }
    }

    private void mergeAll() {
        while (!lane.isEmpty()) {
            merge();
        }
    }

    /** Merges whatever waits, and no answer stays on its way. */
    void clear() {
        mergeAll();
        while (!lateAnswers.isEmpty()) {
            hear(lateAnswers.removeFirst());
        }
    }

    /** Nothing at all stays on its way. */
    void settle() {
        lane.addAll(late);
        late.clear();
        clear();
    }

    private void mergeFirst(int packets) {
        List<Packet> batch = List.copyOf(lane.subList(0, packets));
        lane.subList(0, packets).clear();
        List<Arrival> arrivals =
                batch.stream().flatMap(packet -> packet.arrivals().stream()).toList();
        Plan plan = store.commit(arrivals);
        events.add(new Event.Merged(arrivals, plan));
        int from = 0;
        for (Packet packet : batch) {
            int to = from + packet.arrivals().size();
            List<OperationResult> results = plan.results().subList(from, to);
            packet.push().ifPresent(push -> answer(new Answer(push, results)));
            from = to;
        }
    }

    private void answer(Answer answer) {
        String who = answer.push().device().who();
        switch (dice.weighted(70, 15, 15)) {
            case 1 -> events.add(new Event.Befell(who, Fault.ANSWER_LOST));
            case 2 -> {
                events.add(new Event.Befell(who, Fault.ANSWER_LATE));
                lateAnswers.add(answer);
            }
            default -> hear(answer);
        }
    }

    private void hear(Answer answer) {
        Device device = answer.push().device();
        events.add(new Event.Heard(device.who(), answer.results()));
        device.hear(answer.push(), answer.results())
                .ifPresent(fault -> events.add(new Event.Befell(device.who(), fault)));
    }
}
