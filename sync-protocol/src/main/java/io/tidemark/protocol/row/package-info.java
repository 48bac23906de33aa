/** What the server answers: canonical rows, tombstones, and the origin of conflict copies. */
@NullMarked
package io.tidemark.protocol.row;

import org.jspecify.annotations.NullMarked;
