package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.simulation.device.ScopeRows;
import io.tidemark.simulation.server.Database.Commit;
import java.util.List;

/**
 * A world in which nothing is on its way any more.
 *
 * @param store what the server holds
 * @param history the commits that its data come from
 * @param devices one for each device and scope
 */
public record Rest(MemoryStore store, List<Commit> history, List<DeviceScope> devices) {
    /**
     * What a device holds of a scope.
     *
     * @param isMember whether its owner may read the scope
     * @param version of the declaration that its app was built with
     */
    public record DeviceScope(String device, ScopeKey scope, ScopeRows rows, boolean isMember, int version) {}
}
