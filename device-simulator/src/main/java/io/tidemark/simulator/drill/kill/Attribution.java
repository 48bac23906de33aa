package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.simulator.drill.kill.Recording.NotedEdit;
import io.tidemark.simulator.oracle.AcceptedEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under which id each edit went to the server, told from what was sent and not from what the device says: edits that
 * follow each other become one before they are sent, and an edit whose call never returned stands or does not.
 */
final class Attribution {
    private record Value(EntityKey entity, String field, Json json) {}

    private final Map<Value, OperationId> byValue = new HashMap<>();
    private final Map<OperationId, Operation.Delete> unpromisedDeletes = new LinkedHashMap<>();
    private final Recording.History history;
    private final IdentityHashMap<NotedEdit, OperationId> ids = new IdentityHashMap<>();

    private Attribution(Recording.History history) {
        this.history = history;
    }

    static Attribution of(Recording.History history) {
        Attribution attribution = new Attribution(history);
        attribution.index();
        attribution.attribute();
        return attribution;
    }

    /** Empty for one that was never promised and never sent: it did not happen. */
    Optional<OperationId> id(NotedEdit edit) {
        return Optional.ofNullable(ids.get(edit));
    }

    List<AcceptedEdit> accepted(String device, String scope) {
        List<AcceptedEdit> accepted = new ArrayList<>();
        for (NotedEdit edit : history.edits()) {
            id(edit).ifPresent(id -> accepted.add(edit.intention().as(id, device, scope)));
        }
        return accepted;
    }

    private void index() {
        Set<OperationId> promised = history.edits().stream()
                .flatMap(edit -> edit.promised().stream())
                .collect(Collectors.toSet());
        history.sent()
                .forEach((id, texts) -> texts.forEach(text -> {
                    switch (read(text)) {
                        case Operation.Upsert upsert ->
                            upsert.fields()
                                    .forEach((field, json) -> byValue.put(new Value(upsert.entity(), field, json), id));
                        case Operation.Delete delete -> {
                            if (!promised.contains(id)) {
                                unpromisedDeletes.put(id, delete);
                            }
                        }
                    }
                }));
    }

    private static Operation read(String text) {
        try {
            return OperationCodec.operation((Json.Obj) JsonReader.read(text));
        } catch (InvalidJson | InvalidShape e) {
            throw new IllegalStateException("a payload that is none", e);
        }
    }

    /** The values that the author of a payload says that he had seen, those that it holds in full. */
    static List<Json> seen(String payload) {
        return switch (read(payload).basis()) {
            case Basis.Seen(var fields) ->
                fields.values().stream()
                        .filter(SeenValue.Value.class::isInstance)
                        .map(value -> ((SeenValue.Value) value).json())
                        .toList();
            case Basis.Nothing() -> List.of();
            case Basis.BaseVersion ignored -> List.of();
        };
    }

    /** From the last to the first: what was squashed away is known by the edit that replaced it. */
    private void attribute() {
        Map<EntityKey, List<NotedEdit>> later = new HashMap<>();
        for (NotedEdit edit : history.edits().reversed()) {
            List<NotedEdit> ofEntity = later.computeIfAbsent(edit.intention().entity(), entity -> new ArrayList<>());
            idOf(edit, ofEntity).ifPresent(id -> ids.put(edit, id));
            ofEntity.addFirst(edit);
        }
    }

    private Optional<OperationId> idOf(NotedEdit edit, List<NotedEdit> later) {
        Optional<OperationId> own = edit.promised().filter(history.sent()::containsKey);
        return own.or(() -> sentAs(edit.intention()))
                .or(() -> edit.promised().map(id -> replacement(edit, later).orElse(id)));
    }

    private Optional<OperationId> sentAs(Intention edit) {
        if (!edit.isDelete()) {
            return edit.wrote().entrySet().stream()
                    .map(value -> new Value(edit.entity(), value.getKey(), value.getValue()))
                    .filter(byValue::containsKey)
                    .map(byValue::get)
                    .findFirst();
        }
        return unpromisedDeletes.entrySet().stream()
                .filter(delete -> isOf(delete.getValue(), edit))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isOf(Operation.Delete delete, Intention edit) {
        return delete.entity().equals(edit.entity())
                && delete.basis() instanceof Basis.Seen(var seen)
                && seen.keySet().equals(new HashSet<>(edit.saw().keySet()))
                && seen.entrySet().stream().allMatch(field -> field.getValue()
                        .matches(Optional.ofNullable(edit.saw().get(field.getKey()))));
    }

    private Optional<OperationId> replacement(NotedEdit edit, List<NotedEdit> later) {
        return later.stream()
                .filter(next -> next.intention().replaces(edit.intention()))
                .findFirst()
                .flatMap(this::id);
    }
}
