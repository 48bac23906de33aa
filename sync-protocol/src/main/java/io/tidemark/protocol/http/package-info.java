/** Bodies of the HTTP interface: push, its answer, and pages of changes. */
@NullMarked
package io.tidemark.protocol.http;

import org.jspecify.annotations.NullMarked;
