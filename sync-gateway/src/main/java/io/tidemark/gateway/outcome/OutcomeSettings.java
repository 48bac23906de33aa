package io.tidemark.gateway.outcome;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** How this gateway hears what the merge says. */
@ConfigMapping(prefix = "tidemark.outcomes")
interface OutcomeSettings {
    /** The partition of {@code tidemark.outcomes} that this gateway reads; a random one if left out. */
    OptionalInt partition();

    /** How many operations may be waited for at once; beyond it a push is answered without waiting. */
    @WithDefault("20000")
    int maxWaiting();
}
