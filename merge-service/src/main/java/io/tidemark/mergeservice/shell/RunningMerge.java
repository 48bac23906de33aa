package io.tidemark.mergeservice.shell;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.tidemark.merge.policy.OwnMerges;
import io.tidemark.mergeservice.lane.LoopView;
import io.tidemark.mergeservice.lane.MergeLoop;
import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.mergeservice.measure.OperationTraces;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one loop of this process. */
@Singleton
final class RunningMerge {
    private static final Logger LOG = Logger.getLogger(RunningMerge.class);

    private final Path entityTypes;
    private final Map<String, Object> kafka;
    private final DataSource database;
    private final MeterRegistry registry;
    private final Optional<URI> traces;
    private volatile @Nullable MergeLoop loop;

    /**
     * @param entityTypes the file that declares them: the same for all services and devices
     * @param traces where spans go, if they are wanted
     */
    @Inject
    RunningMerge(
            @ConfigProperty(name = "tidemark.entity-types") Path entityTypes,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            DataSource database,
            MeterRegistry registry,
            @ConfigProperty(name = "tidemark.traces.endpoint") Optional<URI> traces) {
        this.entityTypes = entityTypes;
        this.kafka = kafka;
        this.database = database;
        this.registry = registry;
        this.traces = traces;
    }

    void start() {
        EntityTypes types = EntityTypesFile.read(entityTypes);
        OwnMerges.require(types);
        MergeLoop started = new MergeLoop(
                kafka,
                database,
                types,
                new MergeMetrics(registry),
                OperationTraces.to(traces),
                () -> Quarkus.asyncExit(1));
        started.start();
        loop = started;
        LOG.infof("merging; entity types: %s", types.byName().keySet());
    }

    Optional<LoopView> view() {
        return Optional.ofNullable(loop).filter(MergeLoop::isAlive).map(MergeLoop::view);
    }

    /** The database's connections are still open: a batch that is under way is finished. */
    void stop(@Observes ShutdownEvent ignored) {
        MergeLoop running = loop;
        if (running != null) {
            running.close();
        }
    }
}
