package io.tidemark.gateway.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many readers may wait for something new. */
@ConfigMapping(prefix = "tidemark.live")
interface LiveSettings {
    /** Requests and streams together; beyond it a reader is answered at once, and polls. */
    @WithDefault("10000")
    int maxWaiting();
}
