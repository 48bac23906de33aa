package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulation.promise.Rest.DeviceScope;
import java.util.HashMap;
import java.util.Map;

/** G6: with empty queues, at the same position, all devices have the same rows. */
final class Convergence extends Promise {
    @Override
    public String id() {
        return "G6";
    }

    @Override
    public String words() {
        return "in the end all devices have the same rows";
    }

    @Override
    protected void on(Happening happening) {
        // It is promised of the end.
    }

    private record Kind(ScopeKey scope, int version) {}

    @Override
    protected void atRest(Rest rest) {
        Map<Kind, DeviceScope> first = new HashMap<>();
        for (DeviceScope each : rest.devices()) {
            if (!each.isMember()) {
                continue;
            }
            long head = rest.store().head(each.scope());
            require(
                    each.rows().position == head,
                    () -> each.device() + " stands at " + each.rows().position + " of "
                            + each.scope().scope() + ", the head is " + head);
            DeviceScope other = first.computeIfAbsent(new Kind(each.scope(), each.version()), ignored -> each);
            Map<EntityKey, CanonicalRow.Live> one = other.rows().canonical;
            require(
                    one.equals(each.rows().canonical),
                    () -> other.device() + " and " + each.device() + " differ in "
                            + PullsComplete.different(one, each.rows().canonical));
        }
    }
}
