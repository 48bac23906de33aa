/** The feed: cursors, and pages that are read in one snapshot. */
@NullMarked
package io.tidemark.gateway.changes;

import org.jspecify.annotations.NullMarked;
