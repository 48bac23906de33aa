package io.tidemark.merge.batch;

import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.Basis;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What must be read before a batch can be planned: all of it at once, in one order.
 *
 * @param rows the entities that operations name, and the copy that one without a chain may have made before
 * @param followUps edits of something that their authors saw: of these entities each author's {@link #LATEST_COPIES}
 *     latest conflict copies are read, for he may go on from one of them; and where there is no row, it matters whether
 *     what he did before was rejected
 */
public record BatchKeys(
        NavigableSet<ScopeKey> scopes,
        NavigableSet<MemberKey> members,
        NavigableSet<DeviceKey> devices,
        NavigableSet<OperationKey> operations,
        NavigableSet<RowKey> rows,
        NavigableSet<AuthoredRow> followUps) {
    /**
     * A chain that lost joins a recent copy, or makes another: so many of its author's are looked at for each entity, by
     * their last change. Those that were edited or deleted count, so that what became of them within a batch does not
     * bring in another (BATCH-1).
     */
    public static final int LATEST_COPIES = 8;

    public static BatchKeys of(List<Arrival> arrivals) {
        BatchKeys keys = new BatchKeys(
                new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (Arrival arrival : arrivals) {
            keys.scopes.add(arrival.scope());
            keys.members.add(arrival.member());
            arrival.chain().ifPresent(keys.devices::add);
            keys.operations.add(arrival.operation());
            if (arrival.submission() instanceof Submission.Accepted accepted) {
                keys.rows.add(new RowKey(arrival.scope(), accepted.operation().entity()));
                arrival.copyMadeBefore().ifPresent(keys.rows::add);
                if (!(accepted.operation().basis() instanceof Basis.Nothing)) {
                    arrival.authoredRow().ifPresent(keys.followUps::add);
                }
            }
        }
        return keys;
    }
}
