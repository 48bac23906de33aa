package io.tidemark.laws.history;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.operation.TransactionPart;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes an operation of a draft: with what the screen shows as what was seen. */
final class Saving {
    private static final Set<String> IN_FULL = Set.of("text", "summary");

    private final Device device;

    Saving(Device device) {
        this.device = device;
    }

    /** @param flaw of a device with a defect; deletes have none */
    Event.Saved save(Draft draft, OperationId id, Optional<TransactionPart> part, Optional<Flaw> flaw) {
        Optional<SortedMap<String, Json>> screen = device.screen(draft.entity());
        Operation operation =
                switch (draft) {
                    case Draft.Remove remove -> delete(remove, id, screen.orElseGet(TreeMap::new), part);
                    case Draft.Put put -> {
                        Upsert sound = upsert(put, id, screen, part);
                        yield flaw.map(each -> each.spoil(sound)).orElse(sound);
                    }
                };
        Json.Obj sound = OperationCodec.payload(operation);
        Json.Obj payload = flaw.map(each -> each.spoil(sound)).orElse(sound);
        device.enqueue(operation, payload);
        return new Event.Saved(device.who(), operation, Fingerprint.of(payload), screen);
    }

    private Operation delete(
            Draft.Remove remove, OperationId id, SortedMap<String, Json> shown, Optional<TransactionPart> part) {
        Basis basis = new Basis.Seen(seen(shown, shown.keySet()));
        return new Operation.Delete(id, remove.entity(), 1, basis, new Precondition.None(), part);
    }

    private Upsert upsert(
            Draft.Put put, OperationId id, Optional<SortedMap<String, Json>> screen, Optional<TransactionPart> part) {
        Basis basis = screen.<Basis>map(
                        shown -> new Basis.Seen(seen(shown, put.fields().keySet())))
                .orElseGet(Basis.Nothing::new);
        return new Upsert(id, put.entity(), 1, put.fields(), put.changes(), basis, new Precondition.None(), part);
    }

    /** Values by turns in full and as a hash, so that both ways are walked; in full where the policy needs it. */
    private SortedMap<String, SeenValue> seen(Map<String, Json> shown, Iterable<String> fields) {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        int turn = device.queue().size();
        for (String field : fields) {
            Json value = shown.get(field);
            if (value == null) {
                seen.put(field, new SeenValue.Absent());
            } else if (IN_FULL.contains(field) || (field.length() + turn) % 2 == 0) {
                seen.put(field, new SeenValue.Value(value));
            } else {
                seen.put(field, new SeenValue.Hashed(ContentHash.of(value)));
            }
        }
        return seen;
    }
}
