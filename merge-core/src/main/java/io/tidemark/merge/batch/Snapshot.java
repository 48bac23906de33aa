package io.tidemark.merge.batch;

import io.tidemark.merge.EntityState;
import io.tidemark.protocol.outcome.Reason;
import java.util.Map;
import java.util.Set;

/**
 * What was read under the locks of the batch's scopes. Whatever is not in a map does not exist.
 *
 * @param epoch of the server's data
 * @param heads of each scope of the batch
 * @param members the memberships of the batch's subjects that stand
 * @param rows what the keys name, and the latest conflict copies of those who follow up
 * @param refusals why the last rejected operation of such an author was rejected, for follow-ups without a row
 */
public record Snapshot(
        String epoch,
        Map<ScopeKey, Head> heads,
        Set<MemberKey> members,
        Map<DeviceKey, Mark> marks,
        Map<OperationKey, Logged> logged,
        Map<RowKey, EntityState> rows,
        Map<AuthoredRow, Reason> refusals) {}
