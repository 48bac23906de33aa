/** PostgreSQL, for reading only: every statement, its time limit, and what its failures mean. */
@NullMarked
package io.tidemark.gateway.store;

import org.jspecify.annotations.NullMarked;
