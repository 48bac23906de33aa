package io.tidemark.mergeservice.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The keys of this service's own; the others are Quarkus' and Kafka's. */
@ConfigMapping(prefix = "tidemark")
interface MergeServiceConfig {
    /** The file that declares the entity types: the same for all services and devices. */
    Path entityTypes();

    /** Brings the schema up to date and exits with 0: for a job that runs before a rollout. */
    @WithDefault("false")
    boolean migrateOnly();
}
