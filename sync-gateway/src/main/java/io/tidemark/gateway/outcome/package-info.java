/** What the merge said, as it arrives on this gateway's partition, handed to those who wait for it. */
@NullMarked
package io.tidemark.gateway.outcome;

import org.jspecify.annotations.NullMarked;
