/** The open conflict copies of a scope, page by page. */
@NullMarked
package io.tidemark.gateway.conflicts;

import org.jspecify.annotations.NullMarked;
