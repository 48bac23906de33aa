package io.tidemark.merge.batch;

import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.Basis;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What must be read before a batch can be planned: all of it at once, in one order.
 *
 * @param rows the entities that operations name
 * @param authors whose open conflict copies of these entities are read with them: the {@link #LATEST_COPIES} latest
 * @param followUps edits of something that their authors saw: where there is no row, it matters whether what they did
 *     before was rejected
 */
public record BatchKeys(
        NavigableSet<ScopeKey> scopes,
        NavigableSet<MemberKey> members,
        NavigableSet<DeviceKey> devices,
        NavigableSet<OperationKey> operations,
        NavigableSet<RowKey> rows,
        NavigableSet<String> authors,
        NavigableSet<AuthoredRow> followUps) {
    /** A chain that lost joins a recent copy, or makes another: so many are looked at for each entity. */
    public static final int LATEST_COPIES = 8;

    public static BatchKeys of(List<Arrival> arrivals) {
        BatchKeys keys = new BatchKeys(
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>());
        for (Arrival arrival : arrivals) {
            keys.scopes.add(arrival.scope());
            keys.members.add(arrival.member());
            arrival.chain().ifPresent(keys.devices::add);
            keys.operations.add(arrival.operation());
            if (arrival.submission() instanceof Submission.Accepted accepted) {
                keys.rows.add(new RowKey(arrival.scope(), accepted.operation().entity()));
                keys.authors.add(arrival.author().name());
                if (!(accepted.operation().basis() instanceof Basis.Nothing)) {
                    arrival.authoredRow().ifPresent(keys.followUps::add);
                }
            }
        }
        return keys;
    }
}
