package io.tidemark.mergeservice.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept; checked by {@link io.tidemark.mergeservice.retention.RetentionTimes}. */
@ConfigMapping(prefix = "tidemark.retention")
interface RetentionSettings {
    /** From an operation's decision. */
    @WithDefault("90d")
    Duration operationLog();

    /** From the deletion. */
    @WithDefault("120d")
    Duration tombstones();

    /** From the end of a run of the job to the next. */
    @WithDefault("10m")
    Duration every();
}
