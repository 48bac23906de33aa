package io.tidemark.mergeservice.shell;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.tidemark.mergeservice.retention.InvalidRetention;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The process: Flyway has brought the schema up to date when {@link #run} is called. */
@QuarkusMain
public final class MergeService implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(MergeService.class);
    private static final int WRONG_CONFIGURATION = 2;

    private final boolean migrateOnly;
    private final RunningMerge merge;
    private final RunningRetention retention;

    /** @param migrateOnly to bring the schema up to date and end: for a job that runs before a rollout */
    @Inject
    MergeService(
            @ConfigProperty(name = "tidemark.migrate-only", defaultValue = "false") boolean migrateOnly,
            RunningMerge merge,
            RunningRetention retention) {
        this.migrateOnly = migrateOnly;
        this.merge = merge;
        this.retention = retention;
    }

    @Override
    public int run(String... args) {
        if (migrateOnly) {
            LOG.info("the schema is up to date");
            return 0;
        }
        try {
            retention.start();
            merge.start();
        } catch (InvalidRetention | InvalidEntityTypes e) {
            LOG.error(e.getMessage());
            return WRONG_CONFIGURATION;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
