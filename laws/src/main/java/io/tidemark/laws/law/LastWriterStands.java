package io.tidemark.laws.law;

import io.tidemark.laws.history.Notes;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where server order decides, the row holds what the last operation wrote. */
final class LastWriterStands implements Law {
    @Override
    public String promise() {
        return "a last-writer field holds what was decided last";
    }

    @Override
    public String rules() {
        return "MERGE-5";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Set<RowKey> later = new HashSet<>();
        int batch = -1;
        List<Decision> decisions = facts.decisions();
        for (int i = decisions.size() - 1; i >= 0; i--) {
            Decision decision = decisions.get(i);
            if (decision.batch() != batch) {
                batch = decision.batch();
                later.clear();
            }
            EntityKey entity = decision.entity();
            boolean last = later.add(new RowKey(Notes.SCOPE, entity));
            EntityState row = facts.merged().get(batch).plan().rows().get(new RowKey(Notes.SCOPE, entity));
            if (last
                    && row != null
                    && decision.tookEffect()
                    && decision.operation() instanceof Operation.Upsert upsert
                    && upsert.fields().containsKey("pinned")) {
                search.examine(
                        row.field("pinned").equals(Optional.of(upsert.fields().get("pinned"))),
                        () -> "%s was decided last on %s, and the row holds %s"
                                .formatted(decision, Names.of(entity), row.field("pinned")));
            }
        }
        return search.found();
    }
}
