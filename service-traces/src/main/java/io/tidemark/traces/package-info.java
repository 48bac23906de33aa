/**
 * What a service writes down of single operations, as log lines and as spans.
 */
@NullMarked
package io.tidemark.traces;

import org.jspecify.annotations.NullMarked;
