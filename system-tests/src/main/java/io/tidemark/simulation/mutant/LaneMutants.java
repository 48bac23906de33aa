package io.tidemark.simulation.mutant;

import io.tidemark.laws.history.Dice;
import io.tidemark.merge.batch.BatchMerge;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.merge.lane.Evidence;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.admission.LogView;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulation.server.Database;
import io.tidemark.simulation.server.Group;
import io.tidemark.simulation.server.Merger;
import io.tidemark.simulation.server.OperationsLog;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Bugs of the lanes and of the database: claims, restarts, restores, retention. */
final class LaneMutants {
    private LaneMutants() {}

    static Parts believesAfterAFailure() {
        return new Parts() {
            @Override
            public Merger merger(
                    Stage stage,
                    String name,
                    Database database,
                    OperationsLog log,
                    Group group,
                    Merger.Listener listener,
                    Dice dice) {
                return new Merger(stage, name, database, log, group, listener, dice) {
                    @Override
                    protected boolean believesNothing() {
                        return false;
                    }
                };
            }
        };
    }

    /** The log's witnesses of a restore are not heard. */
    static Parts declaresNoRestore() {
        return new Parts() {
            @Override
            public Merger merger(
                    Stage stage,
                    String name,
                    Database database,
                    OperationsLog log,
                    Group group,
                    Merger.Listener listener,
                    Dice dice) {
                return new Merger(stage, name, database, log, group, listener, dice) {
                    @Override
                    protected Evidence evidence(Set<Integer> lanes) {
                        Evidence found = super.evidence(lanes);
                        return new Evidence(
                                found.topicId(),
                                new TreeMap<>(),
                                found.ends(),
                                List.of(),
                                found.chronicle(),
                                found.positions(),
                                found.heads());
                    }
                };
            }
        };
    }

    private interface Making {
        Database make(EntityTypes types, MemoryStore.Planning planning, Consumer<Database.Commit> listener);
    }

    private static Parts with(Making making) {
        return new Parts() {
            @Override
            public Database database(EntityTypes types, Consumer<Database.Commit> listener) {
                return making.make(types, planning(), listener);
            }
        };
    }

    /** Positions are kept elsewhere, and do not rewind with the data. */
    static Parts keepsPositionsThroughARestore() {
        return with((types, planning, listener) -> new Database(types, planning, listener) {
            @Override
            public void restore(Backup backup) {
                super.restore(new Backup(
                        backup.store(),
                        positionsNow(),
                        backup.epochs(),
                        backup.epoch(),
                        backup.reported(),
                        backup.history()));
            }
        });
    }

    /** A mark is read that is of a later moment than the log beside it. */
    static Parts readsMarksTooLate() {
        return with((types, planning, listener) -> new Database(
                types,
                (arrivals, read, declared) -> {
                    Map<DeviceKey, Mark> later = new HashMap<>();
                    read.marks()
                            .forEach((device, mark) ->
                                    later.put(device, new Mark(mark.sequence() + 1, mark.logFloor())));
                    return BatchMerge.plan(
                            arrivals,
                            new Snapshot(
                                    read.epoch(),
                                    read.heads(),
                                    read.members(),
                                    later,
                                    read.logged(),
                                    read.rows(),
                                    read.refusals()),
                            declared);
                },
                listener));
    }

    /** The log is dropped, and nobody says up to where. */
    static Parts raisesNoLogFloor() {
        return with((types, planning, listener) ->
                new Database(
                        types,
                        (arrivals, read, declared) -> {
                            Map<DeviceKey, Mark> marks = new HashMap<>();
                            read.marks().forEach((device, mark) -> marks.put(device, new Mark(mark.sequence(), 0)));
                            return BatchMerge.plan(
                                    arrivals,
                                    new Snapshot(
                                            read.epoch(),
                                            read.heads(),
                                            read.members(),
                                            marks,
                                            read.logged(),
                                            read.rows(),
                                            read.refusals()),
                                    declared);
                        },
                        listener) {
                    @Override
                    public LogView look(
                            ScopeKey scope, String subject, Optional<String> device, List<OperationId> ids) {
                        LogView view = super.look(scope, subject, device, ids);
                        return new LogView(view.epoch(), view.mark(), 0, view.known());
                    }
                });
    }
}
