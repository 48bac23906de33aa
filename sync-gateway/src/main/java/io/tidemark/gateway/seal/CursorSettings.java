package io.tidemark.gateway.seal;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How cursors are authenticated. */
@ConfigMapping(prefix = "tidemark.cursor")
interface CursorSettings {
    /** At least 32 random bytes in base64; the same on every gateway. */
    Optional<String> key();
}
