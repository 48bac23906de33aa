package io.tidemark.simulator.demo;

import io.tidemark.agent.SyncStatus;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import io.tidemark.simulator.oracle.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the oracle takes down of a device, when all is quiet. */
public final class DeviceReading {
    private static final Set<String> TYPES = Set.of("note", "preference");

    private DeviceReading() {}

    /** @param database the device's SQLite file: versions and positions are read there */
    public static DeviceCopy copy(String owner, String name, SyncedScope scope, Path database) {
        SyncStatus status = scope.syncStatus();
        Map<EntityKey, CanonicalPlaces.Place> places = CanonicalPlaces.read(database, name);
        TreeMap<EntityKey, String> rows = new TreeMap<>();
        for (String type : TYPES) {
            for (VisibleRow row : scope.query(type)) {
                CanonicalPlaces.Place place = places.getOrDefault(row.entity(), new CanonicalPlaces.Place(0, 0));
                rows.put(
                        row.entity(),
                        Shown.of(new CanonicalRow.Live(
                                row.entity(), place.version(), place.position(), row.fields(), row.conflict())));
            }
        }
        return new DeviceCopy(
                owner, name, rows, (int) status.depth(), status.waiting().toString());
    }

    public static List<DeadLetter> deadLetters(String owner, String name, SyncedScope scope) {
        return scope.deadLetters().stream()
                .map(letter -> new DeadLetter(owner, name, letter.operation().id(), values(letter.operation())))
                .toList();
    }

    private static Map<String, Json> values(Operation operation) {
        return switch (operation) {
            case Operation.Upsert upsert -> upsert.fields();
            case Operation.Delete ignored -> Map.of();
        };
    }
}
