package io.tidemark.simulation.promise;

import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulation.device.Departures.How;
import io.tidemark.simulation.device.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What the promises are told, from outside of devices and server. Devices are named by what they are, not by their id. */
public sealed interface Happening {
    /**
     * The app was told that it is saved.
     *
     * @param screen what its author saw of the entity; empty if there was none
     */
    record Saved(String device, String scope, Operation operation, Optional<SortedMap<String, Json>> screen)
            implements Happening {}

    /** An operation goes on under another id: squashed, upgraded, or a dead letter that goes again. */
    record Renamed(String device, OperationId before, OperationId after) implements Happening {}

    record Left(String device, String scope, Entry entry, How how) implements Happening {}

    /** A dead letter goes again, behind everything that was done since. */
    record SentAgain(String device, OperationId operation) implements Happening {}

    /** A device was told that its owner may not read the scope, and its rows are gone. */
    record Withdrawn(String device, String scope) implements Happening {}

    /** A person gave a dead letter up. */
    record Discarded(String device, OperationId operation) implements Happening {}

    /** A device has lost what came after its backup: its owner's doing, and no promise covers it. */
    record RolledBack(String device, List<OperationId> lost) implements Happening {}

    /** Two devices go on from one disk, under one device id. */
    record Cloned(String device, String twin) implements Happening {}

    record Committed(List<Arrival> arrivals, Plan plan) implements Happening {}

    record Heard(String device, String scope, PushAnswer answer) implements Happening {}

    /** A gateway answered a reader. */
    record Answered(MemberKey reader, ChangesPage page) implements Happening {}

    /**
     * A device shows what it has read.
     *
     * @param before the position at which it stood, in the epoch that it knew
     * @param server what the server held at the page's head
     */
    record Checkpoint(
            String device,
            ScopeKey scope,
            Optional<String> epochBefore,
            long before,
            ChangesPage page,
            Map<EntityKey, CanonicalRow.Live> shown,
            Map<EntityKey, CanonicalRow.Live> server)
            implements Happening {}

    /** A device's disk was written to, or its screen changed. */
    record Shown(String device, String scope, List<Entry> queue, Screen screen) implements Happening {}

    /** What an app shows of an entity. */
    interface Screen {
        Optional<SortedMap<String, Json>> of(EntityKey entity);
    }

    record Asked(String device, String scope, Lane lane, long now) implements Happening {}

    /** @param until the server asked not to be asked before */
    record Quietened(String device, String scope, Lane lane, long until) implements Happening {}

    /** A device has forgotten what it knew of time: it was started anew, or its clock has jumped. */
    record Started(String device) implements Happening {}

    record Membership(MemberKey member, boolean present) implements Happening {}

    record Restored(String epoch) implements Happening {}
}
