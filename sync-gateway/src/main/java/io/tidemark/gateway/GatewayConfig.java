package io.tidemark.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalInt;

/** The gateway's own settings; those of Quarkus and of the token check stand beside them. */
@ConfigMapping(prefix = "tidemark")
public interface GatewayConfig {
    /** The file that declares the entity types. */
    Optional<String> entityTypes();

    CursorSettings cursor();

    OutcomeSettings outcomes();

    /** How cursors are authenticated. */
    interface CursorSettings {
        /** At least 32 random bytes in base64; the same on every gateway. */
        Optional<String> key();
    }

    /** How this gateway hears what the merge says. */
    interface OutcomeSettings {
        /** The partition of {@code tidemark.outcomes} that this gateway reads; a random one if left out. */
        OptionalInt partition();

        /** How many operations may be waited for at once; beyond it a push is answered without waiting. */
        @WithDefault("20000")
        int maxWaiting();
    }
}
