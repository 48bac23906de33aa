package io.tidemark.mergeservice.shell;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.tidemark.merge.policy.OwnMerges;
import io.tidemark.mergeservice.lane.LoopView;
import io.tidemark.mergeservice.lane.MergeLoop;
import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one loop of this process. */
@Singleton
final class RunningMerge {
    private static final Logger LOG = Logger.getLogger(RunningMerge.class);

    private final MergeServiceConfig config;
    private final Map<String, Object> kafka;
    private final DataSource database;
    private final MeterRegistry registry;
    private volatile @Nullable MergeLoop loop;

    @Inject
    RunningMerge(
            MergeServiceConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            DataSource database,
            MeterRegistry registry) {
        this.config = config;
        this.kafka = kafka;
        this.database = database;
        this.registry = registry;
    }

    void start() {
        EntityTypes types = EntityTypesFile.read(config.entityTypes());
        OwnMerges.require(types);
        MergeLoop started = new MergeLoop(kafka, database, types, new MergeMetrics(registry));
        started.start();
        loop = started;
        LOG.infof("merging; entity types: %s", types.byName().keySet());
    }

    Optional<LoopView> view() {
        return Optional.ofNullable(loop).filter(MergeLoop::isAlive).map(MergeLoop::view);
    }

    /** Before the database's connections are closed: a batch that is under way is finished. */
    @PreDestroy
    void stop() {
        MergeLoop running = loop;
        if (running != null) {
            running.close();
        }
    }
}
