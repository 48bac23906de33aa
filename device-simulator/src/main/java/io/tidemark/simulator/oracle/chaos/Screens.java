package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Reader;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Return;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What authors had on their screens as they edited. A value that an author has replaced never comes back to his screen:
 * every value is unique, so nobody can have written it again. Only within an epoch: data that were lost with the
 * database come back step by step.
 */
final class Screens {
    private record Replaced(Reader screen, EntityKey entity, String field, Json value) {}

    private final EntityTypes types;
    private final Map<Reader, Map<Replaced, OperationId>> replaced = new HashMap<>();
    private final Map<Reader, String> epochs = new HashMap<>();
    private final List<Return> returns = new ArrayList<>();
    private long looks;

    Screens(EntityTypes types) {
        this.types = types;
    }

    void read(String device, String scope, String epoch) {
        Reader screen = new Reader(device, scope);
        String before = epochs.put(screen, epoch);
        if (before != null && !before.equals(epoch)) {
            replaced.remove(screen);
        }
    }

    void saved(Entry.Save save, OperationId operation) {
        Reader screen = new Reader(save.device(), save.scope());
        Map<Replaced, OperationId> gone = replaced.computeIfAbsent(screen, s -> new HashMap<>());
        save.saw().forEach((field, value) -> {
            if (isManual(save.entity(), field)) {
                looks++;
                Replaced place = new Replaced(screen, save.entity(), field, value);
                OperationId by = gone.get(place);
                if (by != null) {
                    returns.add(new Return(save.device(), save.scope(), words(place), by, operation));
                }
                if (save.wrote().containsKey(field)) {
                    gone.put(place, operation);
                }
            }
        });
    }

    private boolean isManual(EntityKey entity, String field) {
        return types.find(entity.type())
                .map(type -> type.policy(field) == MergePolicy.MANUAL)
                .orElse(false);
    }

    private static String words(Replaced place) {
        return place.entity().type() + " " + place.entity().id() + ", " + place.field() + " "
                + CanonicalJson.write(place.value());
    }

    List<Return> returns() {
        return List.copyOf(returns);
    }

    long looks() {
        return looks;
    }
}
