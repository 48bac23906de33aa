package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/** What a reader shows at a checkpoint is what the server holds there, whatever changed between its pages. */
final class CheckpointsComplete implements Law {
    @Override
    public String promise() {
        return "a pull is complete: at a checkpoint a device has the server's rows, no more and no fewer";
    }

    @Override
    public String rules() {
        return "G5";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        for (Event.Checkpoint checkpoint : facts.evidence().all(Event.Checkpoint.class)) {
            List<String> different = different(checkpoint.view(), checkpoint.server());
            search.examine(different.isEmpty(), () -> "%s at position %d differs from the server in %s"
                    .formatted(checkpoint.who(), checkpoint.position(), different));
        }
        return search.found();
    }

    static List<String> different(
            SortedMap<EntityKey, CanonicalRow.Live> one, SortedMap<EntityKey, CanonicalRow.Live> other) {
        TreeSet<EntityKey> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .map(Names::of)
                .toList();
    }
}
