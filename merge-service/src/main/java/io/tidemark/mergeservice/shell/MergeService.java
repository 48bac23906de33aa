package io.tidemark.mergeservice.shell;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** The process: Flyway has brought the schema up to date when {@link #run} is called. */
@QuarkusMain
public final class MergeService implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(MergeService.class);
    private static final int WRONG_CONFIGURATION = 2;

    private final MergeServiceConfig config;
    private final RunningMerge merge;

    @Inject
    MergeService(MergeServiceConfig config, RunningMerge merge) {
        this.config = config;
        this.merge = merge;
    }

    @Override
    public int run(String... args) {
        if (config.migrateOnly()) {
            LOG.info("the schema is up to date");
            return 0;
        }
        try {
            merge.start();
        } catch (InvalidEntityTypes e) {
            LOG.error(e.getMessage());
            return WRONG_CONFIGURATION;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
