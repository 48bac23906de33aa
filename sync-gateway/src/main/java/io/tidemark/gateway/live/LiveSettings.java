package io.tidemark.gateway.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many readers may wait for something new. */
@ConfigMapping(prefix = "tidemark.live")
interface LiveSettings {
    /** Requests, and streams between two events, together; beyond it a reader is answered at once, and polls. */
    @WithDefault("10000")
    int maxWaiting();

    /** Streams that are open; beyond it a reader is refused, and follows in another way. */
    @WithDefault("5000")
    int maxStreams();

    /** Between two signs of life of a stream, and so long a reader may take for one event. */
    @WithDefault("15S")
    Duration heartbeat();
}
