/**
 * Values that are watched: the latest one counts, and one thread serves all who watch. It must not know what is watched
 * nor where it comes from.
 */
@NullMarked
package io.tidemark.agent.observe;

import org.jspecify.annotations.NullMarked;
