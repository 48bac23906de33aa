package io.tidemark.simulator.demo;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the simulation needs of a device. */
public interface Device extends AutoCloseable {
    String owner();

    List<String> scopes();

    Optional<Screen> look(String scope, EntityKey entity);

    /** Every row of the type that can be seen, conflict copies too. */
    List<Screen> lookAll(String scope, String type);

    /**
     * @param shown what was on the screen as the author wrote; empty for a new entity
     * @return empty if that changes nothing
     */
    Optional<OperationId> save(String scope, EntityKey entity, Optional<Screen> shown, Map<String, Json> fields);

    Optional<OperationId> delete(String scope, Screen shown);

    boolean isOnline();

    void setOnline(boolean online);

    Queue queue();

    /** Under which id an edit went to the server: those that follow each other become one before they are sent. */
    OperationId sentAs(String scope, OperationId saved);

    /** Where the device stands in the scope's feed. */
    long position(String scope);

    /** For the oracle, when all is quiet. */
    DeviceCopy copy(String scope);

    /** For the oracle, when all is quiet. */
    List<DeadLetter> deadLetters();

    @Override
    void close();

    /**
     * A row as its owner sees it.
     *
     * @param version of the canonical row beneath, 0 if there is none
     */
    record Screen(EntityKey entity, long version, SortedMap<String, Json> fields, Optional<ConflictOrigin> conflict) {
        public Screen {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }
    }

    /**
     * All queues of the device together.
     *
     * @param depth operations that have not retired
     * @param undecided those without an outcome
     * @param oldest how long the oldest has waited
     */
    record Queue(int depth, int undecided, Duration oldest) {}
}
