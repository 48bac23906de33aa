package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one device was promised and what it sent, over all its lives. Thread-safe. */
final class Recording implements Diary {
    private final List<NotedEdit> edits = new ArrayList<>();
    private final Map<OperationId, Set<String>> sent = new LinkedHashMap<>();
    private List<Intention> open = List.of();
    private int calls;

    /** An edit as it was begun; what was begun and not promised may stand, or may not. */
    @Override
    public synchronized void trying(List<Intention> intended) {
        leave();
        open = List.copyOf(intended);
        calls++;
    }

    @Override
    public synchronized void promised(List<OperationId> operations) {
        if (operations.size() != open.size()) {
            throw new IllegalStateException(open.size() + " edits were begun, and " + operations.size() + " made");
        }
        for (int i = 0; i < operations.size(); i++) {
            edits.add(new NotedEdit(open.get(i), calls, Optional.of(operations.get(i))));
        }
        open = List.of();
    }

    private void leave() {
        open.forEach(intention -> edits.add(new NotedEdit(intention, calls, Optional.empty())));
        open = List.of();
    }

    /** @param payloads of one push, without their envelopes */
    synchronized void sending(List<Json> payloads) throws InvalidShape {
        for (Json payload : payloads) {
            String id = Members.of(payload, "payload").string("operationId");
            OperationId operation =
                    OperationId.parse(id).orElseThrow(() -> new InvalidShape("operationId", "a UUID is expected"));
            sent.computeIfAbsent(operation, ignored -> new LinkedHashSet<>()).add(CanonicalJson.write(payload));
        }
    }

    /** The device is dead, or gone for good. */
    synchronized History history() {
        leave();
        return new History(List.copyOf(edits), Map.copyOf(sent));
    }

    synchronized int promises() {
        return (int) edits.stream().filter(edit -> edit.promised().isPresent()).count();
    }

    /**
     * @param call edits of one call are one transaction
     * @param promised under which id, if the call returned
     */
    record NotedEdit(Intention intention, int call, Optional<OperationId> promised) {}

    /**
     * @param edits in the order of their author
     * @param sent each operation with the texts of its payload: one, unless something is wrong
     */
    record History(List<NotedEdit> edits, Map<OperationId, Set<String>> sent) {}
}
