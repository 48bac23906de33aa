package io.tidemark.simulation.promise;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** G5: a pull is complete and monotonic: no hole, no phantom, no repeat. */
final class PullsComplete extends Promise {
    @Override
    public String id() {
        return "G5";
    }

    @Override
    public String words() {
        return "at a checkpoint a device has the server's rows, no more and no fewer; positions only rise";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.Answered answered) {
            ordered(answered.page());
        } else if (happening instanceof Happening.Checkpoint checkpoint) {
            boolean onward = checkpoint
                            .epochBefore()
                            .filter(checkpoint.page().epoch()::equals)
                            .isEmpty()
                    || checkpoint.page().to() >= checkpoint.before();
            require(
                    onward,
                    () -> checkpoint.device() + " went back from position " + checkpoint.before() + " to "
                            + checkpoint.page().to());
            require(
                    checkpoint.shown().equals(checkpoint.server()),
                    () -> checkpoint.device() + " at position "
                            + checkpoint.page().to() + " of "
                            + checkpoint.scope().scope() + " differs from the server in "
                            + different(checkpoint.shown(), checkpoint.server()));
        }
    }

    private void ordered(ChangesPage page) {
        long before = page.from();
        for (CanonicalRow row : page.rows()) {
            long last = before;
            require(
                    row.position() > last && row.position() <= page.to(),
                    () -> "a page from " + page.from() + " to " + page.to() + " has position " + row.position()
                            + " behind " + last);
            before = row.position();
        }
    }

    static Set<EntityKey> different(Map<EntityKey, CanonicalRow.Live> one, Map<EntityKey, CanonicalRow.Live> other) {
        TreeSet<EntityKey> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
        return keys;
    }
}
