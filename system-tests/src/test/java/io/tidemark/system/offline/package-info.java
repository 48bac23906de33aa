/**
 * Real device agents that edit offline and come back over a bad network. Owns the phones, their network and what their
 * owners did; looks at the server as a reader of its feed and its log, and must not know how it merges.
 */
@NullMarked
package io.tidemark.system.offline;

import org.jspecify.annotations.NullMarked;
