/** docs/protocol.md, executed: its examples are sent to the real services, and compared with what comes back. */
@NullMarked
package io.tidemark.system.protocol;

import org.jspecify.annotations.NullMarked;
