/**
 * The services: the real rules at the door, of the feed, of the lanes and of the merge, over a log and a database in memory.
 */
@NullMarked
package io.tidemark.simulation.server;

import org.jspecify.annotations.NullMarked;
