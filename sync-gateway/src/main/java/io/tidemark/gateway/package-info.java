/** The gateway as a whole: its settings, and what must be in order before it starts. Each feature is a package below. */
@NullMarked
package io.tidemark.gateway;

import org.jspecify.annotations.NullMarked;
