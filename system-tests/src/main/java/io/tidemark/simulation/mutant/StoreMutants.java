package io.tidemark.simulation.mutant;

import io.tidemark.agent.store.Prefix;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.sync.Reader;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulation.device.Departures;
import io.tidemark.simulation.device.DeviceStore;
import io.tidemark.simulation.device.Entry;
import io.tidemark.simulation.device.ScopeRows;
import io.tidemark.simulation.world.Parts;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Bugs of the device's tables. */
final class StoreMutants {
    private StoreMutants() {}

    private interface Making {
        DeviceStore make(
                EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures);
    }

    private static Parts with(Making making) {
        return new Parts() {
            @Override
            public DeviceStore store(
                    EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures) {
                return making.make(types, deviceIds, ids, departures);
            }
        };
    }

    static Parts retiresOnTheAnswer() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected void decide(String scope, Entry entry, String epoch, Outcome outcome) {
                super.decide(scope, entry, epoch, outcome);
                rows(scope).queue.remove(entry);
            }
        });
    }

    static Parts retiresByTheMarkAlone() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected boolean isPassed(Entry entry, ChangesPage page, long mark) {
                return super.isPassed(entry, page, mark) || entry.sequence <= mark;
            }
        });
    }

    static Parts squashesWhatWasSent() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected boolean isSquashable(Entry tail, Operation last) {
                return tail.operation instanceof Operation.Upsert
                        && tail.operation.transaction().isEmpty()
                        && tail.operation.entity().equals(last.entity());
            }
        });
    }

    static Parts doesNotMarkAsSent() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected void markSent(Entry entry) {
                // The mark is what keeps a sent operation as it is.
            }
        });
    }

    static Parts keepsTheForkedDevice() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            public void takeNewDevice(String forked) {
                // As if the server were wrong.
            }
        });
    }

    static Parts keepsOutcomesOfAnotherEpoch() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected boolean goOnInAnotherEpoch(String scope, ChangesPage page) {
                return false;
            }
        });
    }

    static Parts takesAnyPage() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected boolean isStill(String scope, Reader asked) {
                return true;
            }

            @Override
            public void startOver(String scope) {
                // Goes on from where it stands, with what comes.
                rows(scope).queue.forEach(entry -> entry.passed = false);
            }
        });
    }

    static Parts losesTheQueueAtAResync() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            public void startOver(String scope) {
                super.startOver(scope);
                rows(scope).queue.clear();
            }
        });
    }

    static Parts keepsRowsAtAResync() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected void takeRows(ScopeRows rows) {
                var before = new java.util.TreeMap<EntityKey, CanonicalRow.Live>(rows.canonical);
                super.takeRows(rows);
                before.forEach(rows.canonical::putIfAbsent);
            }
        });
    }

    static Parts showsNoPendingEdits() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected Optional<SortedMap<String, Json>> lay(Optional<SortedMap<String, Json>> below, Entry entry) {
                return below.isPresent() ? below : super.lay(below, entry);
            }
        });
    }

    static Parts seesTheCanonicalRow() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected Optional<VisibleRow> seen(String scope, EntityKey entity) {
                return Optional.ofNullable(rows(scope).canonical.get(entity))
                        .map(row -> new VisibleRow(entity, row.version(), row.fields(), row.conflict(), false));
            }
        });
    }

    static Parts swallowsAFullDisk() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            public Operation append(String scope, Operation operation, int sends) {
                return isFull() ? operation : super.append(scope, operation, sends);
            }
        });
    }

    static Parts cutsTransactions() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected Prefix.Entry measured(Entry entry) {
                return new Prefix.Entry(entry.ordinal, entry.bytes, null);
            }
        });
    }

    static Parts keepsRowsWithoutAccess() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            public void revoke(String scope) {
                var rows = new java.util.TreeMap<EntityKey, CanonicalRow.Live>(rows(scope).canonical);
                super.revoke(scope);
                rows(scope).canonical.putAll(rows);
            }
        });
    }

    static Parts buriesInSilence() {
        return with((types, deviceIds, ids, departures) -> new DeviceStore(types, deviceIds, ids, departures) {
            @Override
            protected void bury(String scope, Entry entry, String reason, boolean decided) {
                // Whoever refuses it has a reason.
            }
        });
    }
}
