/**
 * Why an entity is what it is, and what an operation would do to it now. Reads one snapshot, and asks the merge's own
 * rules; must not write, enqueue or log anything of an operation.
 */
@NullMarked
package io.tidemark.gateway.explain;

import org.jspecify.annotations.NullMarked;
